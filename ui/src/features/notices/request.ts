/** What the bell asks for. */
export const LATEST_NOTICES = { limit: 50 };
