import { language } from "../../text";
import { decimal } from "./money";

/** «14,2 КБ» */
export function fileSize(bytes: number): string {
  const units = language === "en" ? ["B", "KB", "MB"] : ["Б", "КБ", "МБ"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${decimal(value.toFixed(unit === 0 || value >= 100 ? 0 : 1))} ${units[unit]}`;
}
