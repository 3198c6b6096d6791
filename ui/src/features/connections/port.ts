/** Ports that a program of a person may listen on. */
export const isPort = (text: string): boolean => {
  if (!/^\d{4,5}$/.test(text.trim())) return false;
  const port = Number(text);
  return port >= 1024 && port <= 65_535;
};
