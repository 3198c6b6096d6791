/** One call over HTTP, bounded in time, with an error that says which call it was. */
export async function call(url, { method = "GET", body, deadlineMs = 5_000 } = {}) {
  try {
    const answer = await fetch(url, {
      method,
      // WebKitWebDriver drops idle connections without a word; a request on one of them would be lost.
      headers: { connection: "close", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      signal: AbortSignal.timeout(deadlineMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { isOk: answer.ok, value: await answer.json() };
  } catch (error) {
    throw new Error(`${method} ${url}: ${error.cause?.message ?? error.message}`);
  }
}
