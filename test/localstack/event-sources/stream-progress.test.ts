import { describe, expect, it } from '@jest/globals';
import { createStreamProgress } from '../../../localstack/event-sources/stream-progress.ts';

/** Whether a promise is settled once everything that can run has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return settled;
}

describe('createStreamProgress', () => {
  it('lags until a stream was listed and each of its shards was found empty', () => {
    const progress = createStreamProgress();
    const before = progress.lag();
    progress.opened('a');
    progress.listed(progress.look());
    const opened = progress.lag();
    progress.empty('a', progress.look());

    expect([before, opened, progress.lag()]).toEqual([1, 1, 0]);
  });

  it('counts the records in hand over all shards, and one for each that may have more', () => {
    const progress = createStreamProgress();
    progress.listed(progress.look());
    progress.pending('a', 3);
    progress.pending('b', 4);

    expect(progress.lag()).toBe(9);
  });

  it('has caught up only by looks that began after the question', async () => {
    const progress = createStreamProgress();
    progress.opened('a');
    const early = progress.look();
    const caughtUp = progress.caughtUp();
    progress.listed(progress.look());
    progress.empty('a', early);
    const afterEarly = await isSettled(caughtUp);
    progress.empty('a', progress.look());

    expect([afterEarly, await isSettled(caughtUp)]).toEqual([false, true]);
  });

  it('waits for every shard, but not for one that is finished', async () => {
    const progress = createStreamProgress();
    progress.opened('a');
    progress.opened('b');
    const caughtUp = progress.caughtUp();
    progress.listed(progress.look());
    progress.empty('a', progress.look());
    const beforeLeft = await isSettled(caughtUp);
    progress.left('b');
    const beforeListed = await isSettled(caughtUp);
    progress.listed(progress.look());

    expect([beforeLeft, beforeListed, await isSettled(caughtUp)]).toEqual([false, false, true]);
  });

  it('failure mode 16: lags after a shard is finished until its children can be known', () => {
    const progress = createStreamProgress();
    progress.opened('a');
    const early = progress.look();
    progress.left('a');
    progress.listed(early);
    const unknown = progress.lag();
    progress.listed(progress.look());

    expect([unknown, progress.lag()]).toEqual([1, 0]);
  });

  it('rejects those who wait when reading stops', async () => {
    const progress = createStreamProgress();
    const caughtUp = progress.caughtUp();
    progress.stopped();

    await expect(caughtUp).rejects.toMatchObject({ code: 'backend-failed' });
  });
});
