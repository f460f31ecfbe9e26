import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;
const answerMs = 2000;

/** Whether the local AWS endpoint answers at a URL. */
export async function isHealthy(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(answerMs) });
    return ok;
  } catch {
    return false;
  }
}

/** Resolves with true once the endpoint answers, with false when `hopeless` says so or the time is over. */
export async function becomesHealthy(url: string, withinMs: number, hopeless: () => boolean): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && !hopeless()) {
    if (await isHealthy(url)) {
      return true;
    }
    await sleep(pollMs);
  }
  return false;
}
