import { describe, expect, it } from '@jest/globals';
import { type Outage, runOutage } from './outage-world.ts';

const tenMinutes = { seconds: 600, messages: 100, everySeconds: 5 };

describe('an outage of ten minutes', () => {
  it('failure mode 78: without a breaker fills the dead letters', async () => {
    const { deadLetters, sent } = await runOutage({ ...tenMinutes, breaker: false });

    expect(deadLetters).toBeGreaterThan(sent / 2);
  });

  it.each<readonly [string, Partial<Outage>]>([
    ['a busy queue', {}],
    ['a FIFO queue', { fifo: true }],
    ['a large backlog', { messages: 2000 }],
    ['a queue to which a message comes every six seconds', { messages: 0, everySeconds: 6 }],
    ['a queue whose store is down as long', { storeDown: true }],
    ['a queue whose guard does not run', { guard: false }],
  ])('failure mode 78: with a breaker loses no message of %s to the dead letters', async (_, differences) => {
    const end = await runOutage({ ...tenMinutes, breaker: true, ...differences });

    expect(end).toMatchObject({ deadLetters: 0, waiting: 0, handled: end.sent });
  });

  it('failure mode 78: with a breaker makes the guard pause the source and resume it for ever longer rests', async () => {
    const { switched, tries } = await runOutage({ ...tenMinutes, breaker: true });
    const without = await runOutage({ ...tenMinutes, breaker: false });

    // Opened in the first second; each rest is twice as long, and a trial that fails is over within seconds.
    expect(switched).toEqual([
      ['pause', 30],
      ['resume', 120],
      ['pause', 125],
      ['resume', 360],
      ['pause', 365],
      ['resume', 840],
    ]);
    expect(tries).toBeLessThan(without.tries / 2);
  });
});

describe('an outage of an hour', () => {
  const hour = { seconds: 3600, messages: 100, everySeconds: 5 };

  it('failure mode 78: with a breaker loses no message to the dead letters', async () => {
    const end = await runOutage({ ...hour, breaker: true });

    expect(end).toMatchObject({ deadLetters: 0, waiting: 0, handled: end.sent });
  });

  it('loses those of a quiet queue that were on their last receives before there were enough failures to tell', async () => {
    const quiet = { seconds: 3600, messages: 0, everySeconds: 60 };
    const without = await runOutage({ ...quiet, breaker: false });
    const end = await runOutage({ ...quiet, breaker: true });

    expect(end.deadLetters).toBeLessThanOrEqual(3);
    expect(without.deadLetters).toBeGreaterThan(50);
  });
});
