import { describe, expect, it } from '@jest/globals';
import { createPatience, patienceTries } from '../../../localstack/event-sources/patience.ts';

const failing = (httpStatusCode?: number): Error => Object.assign(new Error('no'), { $metadata: { httpStatusCode } });

/** Patience with a call that fails so often before it answers. */
function attempt(
  error: Error,
  times: number,
  signal = new AbortController().signal,
): { calls: () => number; answer: Promise<string> } {
  let calls = 0;
  const patience = createPatience({ backoff: { wait: () => Promise.resolve() }, signal });
  const answer = patience(() => {
    calls += 1;
    return calls <= times ? Promise.reject(error) : Promise.resolve('answer');
  });
  return { calls: () => calls, answer };
}

describe('createPatience', () => {
  it.each([
    ['a lost connection', new Error('ECONNREFUSED')],
    ['a throttle', failing(429)],
    ['an error of the service', failing(503)],
    ['an error without an answer', failing()],
  ])('sits out %s up to its last try', async (_, error) => {
    await expect(attempt(error, patienceTries - 1).answer).resolves.toBe('answer');
  });

  it('gives up after its last try, saying what to do', async () => {
    const { answer, calls } = attempt(new Error('ECONNREFUSED'), patienceTries);

    await expect(answer).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringContaining('npm run local'),
      cause: new Error('ECONNREFUSED'),
    });
    expect(calls()).toBe(patienceTries);
  });

  it('gives up at once on a request that the service refuses', async () => {
    const { answer, calls } = attempt(failing(404), 1);

    await expect(answer).rejects.toMatchObject({ code: 'backend-failed' });
    expect(calls()).toBe(1);
  });

  it('gives up at once when polling is to stop', async () => {
    await expect(attempt(failing(503), 1, AbortSignal.abort()).answer).rejects.toMatchObject({
      code: 'backend-failed',
    });
  });
});
