/** Short news about what ended elsewhere. What happened here is told here, never by a toast. */

export interface Toast {
  id: number;
  tone: "info" | "success" | "error";
  text: string;
  /** Shown by «Подробнее», copied by «Скопировать». */
  details: string;
  action?: { label: string; run: () => void };
}

const LIFE_MS = 6000;
let lastId = 0;
export const toasts = $state<Toast[]>([]);

export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

/** Errors stay until they are closed. */
export function toast(news: Omit<Toast, "id" | "details"> & { details?: string }): void {
  lastId += 1;
  const id = lastId;
  toasts.push({ details: "", ...news, id });
  if (toasts.length > 3) toasts.shift();
  if (news.tone !== "error") setTimeout(() => dismiss(id), LIFE_MS);
}
