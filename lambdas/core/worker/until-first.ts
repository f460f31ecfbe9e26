/** Something that may be waited for: it resolves when it has come, and stops waiting when `signal` aborts. */
export type Wait = (signal: AbortSignal) => Promise<unknown>;

/** Why the others are ended; a reason that is given spares making an error with a stack, thousands of times a second. */
const over = 'over';

/** Resolves when the first of several things has come, or `signal` aborts; the others are ended then. */
export async function untilFirst(signal: AbortSignal, waits: readonly Wait[]): Promise<void> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort(over);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) {
    end();
  }
  try {
    await Promise.race(waits.map((wait) => wait(ending.signal)));
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
