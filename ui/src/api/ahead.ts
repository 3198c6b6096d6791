/**
 * Questions of the first view, asked while the rest of the start still runs, so that the view finds its answers when
 * it asks the same. Each answer is taken once; one that nobody took soon is forgotten, because it grows old.
 */
const GOOD_FOR_MS = 1000;

const asked = new Map<string, Promise<unknown>>();

const keyOf = (command: string, request: object) => `${command} ${JSON.stringify(request)}`;

export function keepAhead(command: string, request: object, answer: Promise<unknown>): void {
  const key = keyOf(command, request);
  asked.set(key, answer);
  const forget = () => asked.delete(key);
  answer.then(() => setTimeout(forget, GOOD_FOR_MS), forget);
}

/** The answer to this very question, if it was asked ahead. */
export function takeAhead(command: string, request: object): Promise<unknown> | undefined {
  const key = keyOf(command, request);
  const answer = asked.get(key);
  asked.delete(key);
  return answer;
}

/** When all that was asked ahead is answered, but no later than in `mostMs`. */
export async function answeredAhead(mostMs: number): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, mostMs));
  await Promise.race([Promise.allSettled(asked.values()), late]);
}
