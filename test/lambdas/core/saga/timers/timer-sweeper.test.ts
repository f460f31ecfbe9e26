import { beforeEach, describe, expect, it } from '@jest/globals';
import { openEnvelope } from '../../../../../lambdas/contracts/events/decode-envelope.ts';
import { duplicate } from '../../../../../lambdas/core/consume/outcome.ts';
import { leaseKey } from '../../../../../lambdas/core/outbox/sweep-lease.ts';
import type { ItemIndex } from '../../../../../lambdas/core/ports/item-index.ts';
import type { Publisher } from '../../../../../lambdas/core/ports/publisher.ts';
import { sagaKey } from '../../../../../lambdas/core/saga/stored-saga.ts';
import { dueAttributes, dueShardOf, stuckShardOf } from '../../../../../lambdas/core/saga/timers/due-shard.ts';
import { nextTimer } from '../../../../../lambdas/core/saga/timers/next-timer.ts';
import { sagasAtOnce } from '../../../../../lambdas/core/saga/timers/sweep-timer-shard.ts';
import {
  type TimerSweepResult,
  type TimerSweeperDependencies,
  createTimerSweeper,
} from '../../../../../lambdas/core/saga/timers/timer-sweeper.ts';
import { type LoanRig, loanRig, loanStore } from '../../../../support/loan-rig.ts';
import { MoneyFreed, MoneyHeld, loanMessages } from '../../../../support/loan-saga.ts';

const minute = 60_000;

let rig: LoanRig;

beforeEach(() => {
  rig = loanRig();
});

const sweep = (change: Partial<TimerSweeperDependencies> = {}): Promise<TimerSweepResult> =>
  createTimerSweeper({ ...rig.sweeping, ...change }).sweep({ deadline: Number.MAX_SAFE_INTEGER });

/** Types of the commands of a loan. */
const commands = async (key: string): Promise<readonly string[]> => (await rig.sent(key)).map(({ type }) => type);

async function sweepAfter(minutes: number): Promise<TimerSweepResult> {
  rig.clock.advance(minutes * minute);
  return sweep();
}

describe('the sweeper of timers', () => {
  it.each([
    [5 * minute - 1, 0],
    [5 * minute, 1],
    [5 * minute + 1, 1],
  ])('reports a step whose reply is awaited for 5 minutes after %i ms: %i timers', async (waited, timers) => {
    await rig.start('a');
    rig.clock.advance(waited);

    expect(await sweep()).toMatchObject({ timers, sent: timers, failed: 0, taken: 0, finished: true });
    expect(await commands('a')).toEqual(timers === 1 ? ['money.hold', 'money.hold'] : ['money.hold']);
  });

  it('has a step sent again, and what was done taken back when that was in vain', async () => {
    await rig.start('a');

    await sweepAfter(5);
    await sweepAfter(5);
    const undoing = await commands('a');
    await rig.reply('a', MoneyFreed.of({ loan: 'a' }));

    expect(undoing).toEqual(['money.hold', 'money.hold', 'money.free']);
    expect((await rig.state('a')).status).toBe('compensated');
    expect(await sweepAfter(60)).toMatchObject({ timers: 0, oldestSeconds: 0 });
  });

  it('failure mode 40: reports each timer under one id, however often and by whomever it is found', async () => {
    await rig.start('a');
    rig.clock.advance(5 * minute);
    const ids: string[] = [];
    const listening: Publisher = {
      publish: (messages) => {
        ids.push(...messages.map(({ id }) => id));
        return Promise.resolve({ failed: [] });
      },
    };

    await sweep({ publisher: listening });
    await sweep({ publisher: listening });
    await sweep();
    rig.clock.advance(5 * minute);
    await sweep({ publisher: listening });

    expect([ids[0] === ids[1], ids[1] === rig.told[0]?.id, ids[2] === ids[1], ids.length]).toEqual([
      ...[true, true, false, 3],
    ]);
  });

  it('failure mode 40: a timer that is delivered again, or after its step was answered, changes nothing', async () => {
    await rig.start('a');
    await sweepAfter(5);
    const [timer] = rig.told;
    const before = await rig.state('a');

    const again = timer && (await rig.deliver(timer));
    const unchanged = await rig.state('a');
    await rig.reply('a', MoneyHeld.of({ loan: 'a' }));
    const reviewing = await rig.state('a');
    const late = timer && (await rig.deliver(timer));

    expect([again, late]).toEqual([duplicate(), duplicate()]);
    expect(unchanged).toEqual(before);
    expect(await rig.state('a')).toEqual(reviewing);
    expect(rig.telemetry.counts.get('RepliesIgnored')).toBe(2);
  });

  it.each(['the timer', 'the reply'])(
    'failure mode 41: of a timer and a reply at the same moment one moves the saga: %s comes first',
    async (first) => {
      await rig.start('a');
      rig.clock.advance(5 * minute);
      const reply = (): Promise<unknown> => rig.reply('a', MoneyHeld.of({ loan: 'a' }));

      await (first === 'the timer' ? sweep().then(reply) : reply().then(() => sweep()));

      const { pending, results } = await rig.state('a');
      expect([pending.map(({ step }) => step), Object.keys(results)]).toEqual([['review'], ['hold']]);
      expect(await commands('a')).toEqual(
        first === 'the timer' ? ['money.hold', 'money.hold', 'review.asked'] : ['money.hold', 'review.asked'],
      );
    },
  );

  it('ends a wait, and gives an approval up that nobody decided in time', async () => {
    await rig.reviewed('silent');
    await rig.reviewed('approved');
    const [pending] = (await rig.state('approved')).pending;
    const decided = { key: 'approved', step: 'review', generation: pending?.generation ?? 0, by: 'ann' };
    await rig.reply('approved', loanMessages.decided.of({ ...decided, decision: 'approved' }));

    await sweepAfter(30);
    const paying = await rig.state('approved');
    await sweepAfter(30);

    expect(paying.pending.map(({ step }) => step)).toEqual(['pay']);
    expect(await rig.state('silent')).toMatchObject({
      ...{ status: 'compensating', failure: { step: 'review', reason: 'no decision in time' } },
    });
  });

  it('goes on with the steps of a saga that is stuck, because they are repeated for ever', async () => {
    await rig.reviewed('a');
    const [pending] = (await rig.state('a')).pending;
    const decided = { key: 'a', step: 'review', generation: pending?.generation ?? 0, by: 'ann' };
    await rig.reply('a', loanMessages.decided.of({ ...decided, decision: 'approved' }));
    await sweepAfter(30);
    for (let day = 0; day < 30; day += 1) {
      await sweepAfter(60);
    }
    const paid = (await commands('a')).filter((type) => type === 'money.pay').length;
    const item = await rig.items.get(sagaKey(loanStore, 'a'));

    await sweepAfter(61);

    expect(item?.attributes[dueAttributes.shard]).toBe(stuckShardOf('loan-a'));
    expect((await commands('a')).filter((type) => type === 'money.pay').length).toBe(paid + 1);
    expect(await nextTimer(rig.sweeping)).toBeGreaterThan(rig.clock.now());
  });

  it('waits for the grace that others have to report a timer', async () => {
    await rig.start('a');
    rig.clock.advance(5 * minute);

    const within = await sweep({ graceSeconds: 120 });
    rig.clock.advance(120_000);

    expect([within.timers, (await sweep({ graceSeconds: 120 })).timers]).toEqual([0, 1]);
  });

  it('counts how long the first timer has been over, and says 0 when none is', async () => {
    await rig.start('a');
    await sweep();
    const before = rig.telemetry.counts.get('OldestDueTimer');
    rig.clock.advance(5 * minute + 42_000);

    const result = await sweep();

    expect([before, result.oldestSeconds]).toEqual([0, 42]);
    expect(rig.telemetry.counts.get('OldestDueTimer')).toBe(42);
    expect(rig.telemetry.counts.get('TimersSent')).toBe(1);
  });

  it('counts no age when it could not look everywhere, and sweeps the other shards', async () => {
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => rig.start(key)));
    rig.clock.advance(5 * minute);
    const broken = dueShardOf('loan-a');
    const index: ItemIndex = {
      find: (shard, query) =>
        shard === broken ? Promise.reject(new Error('throttled')) : rig.sweeping.index.find(shard, query),
    };

    const result = await sweep({ index });

    const others = keys.filter((key) => dueShardOf(`loan-${key}`) !== broken);
    expect(result).toMatchObject({ failed: 1, timers: others.length });
    expect(rig.telemetry.counts.has('OldestDueTimer')).toBe(false);
  });

  it('leaves a shard to the sweeper that is at it', async () => {
    await rig.start('a');
    rig.clock.advance(5 * minute);
    const set = { owner: 'another', leaseUntil: rig.clock.now() + 1 };
    await rig.items.write({ kind: 'update', key: leaseKey(dueShardOf('loan-a')), set, when: [] });

    expect(await sweep()).toMatchObject({ taken: 1, timers: 0 });
    rig.clock.advance(1);
    expect(await sweep()).toMatchObject({ taken: 0, timers: 1 });
  });

  it('goes through a shard page by page, and leaves the rest to the next run when its time is over', async () => {
    const keys = Array.from({ length: 2000 }, (_, at) => `k${at}`)
      .filter((key) => dueShardOf(`loan-${key}`) === dueShardOf('loan-k0'))
      .slice(0, 2 * sagasAtOnce + 1);
    await Promise.all(keys.map((key) => rig.start(key)));
    rig.clock.advance(5 * minute);
    const publisher: Publisher = {
      publish: (messages) => {
        rig.clock.advance(1000);
        return rig.sweeping.publisher.publish(messages);
      },
    };
    const sweeper = createTimerSweeper({ ...rig.sweeping, publisher });

    const first = await sweeper.sweep({ deadline: rig.clock.now() + 1500 });
    const second = await sweeper.sweep({ deadline: Number.MAX_SAFE_INTEGER });

    expect([first.timers, first.finished]).toEqual([2 * sagasAtOnce, false]);
    expect([second.timers, second.finished]).toEqual([1, true]);
  });

  it('reports again what could not be sent', async () => {
    await rig.start('a');
    rig.clock.advance(5 * minute);
    const refuse: Publisher = {
      publish: (messages) => Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'down' })) }),
    };

    expect(await sweep({ publisher: refuse })).toMatchObject({ timers: 1, sent: 0 });
    expect(await sweep()).toMatchObject({ timers: 1, sent: 1 });
  });

  it('moves a saga that was found too early to its next timer, and changes nothing else of it', async () => {
    await rig.start('a');
    await rig.reply('a', MoneyHeld.of({ loan: 'a' }));
    rig.clock.advance(5 * minute);
    const before = await rig.items.get(sagaKey(loanStore, 'a'));

    const result = await sweep();

    const after = await rig.items.get(sagaKey(loanStore, 'a'));
    const review = (await rig.state('a')).pending[0]?.dueAt;
    expect(result).toMatchObject({ timers: 0, sent: 0, oldestSeconds: 0 });
    expect(after?.attributes[dueAttributes.at]).toBe(review);
    expect({ ...after?.attributes, version: 0, dueAt: 0 }).toEqual({ ...before?.attributes, version: 0, dueAt: 0 });
    expect(await nextTimer(rig.sweeping)).toBe(review);
  });

  it('is not kept from the others by a saga that it cannot read', async () => {
    await rig.start('a');
    const due = { [dueAttributes.shard]: dueShardOf('loan-a'), [dueAttributes.at]: 0 };
    const key = { partition: 'loan-odd', sort: 'saga' };
    await rig.items.write({ kind: 'put', key, attributes: { definition: 'lend', state: '{', ...due }, when: [] });
    rig.clock.advance(5 * minute);

    expect(await sweep()).toMatchObject({ timers: 1, sent: 1, failed: 0 });
    expect(rig.telemetry.lines).toContain('timers of a saga not read');
  });

  it('gives up a whole saga whose deadline has passed', async () => {
    await rig.start('a');
    await rig.reply('a', MoneyHeld.of({ loan: 'a' }));
    const [pending] = (await rig.state('a')).pending;
    rig.clock.advance(24 * 60 * minute);
    const deadline = { ...rig.sweeping, graceSeconds: 0 };

    const { timers } = await createTimerSweeper(deadline).sweep({ deadline: Number.MAX_SAFE_INTEGER });

    expect([timers, pending?.step]).toEqual([2, 'review']);
    expect((await rig.state('a')).status).toBe('compensating');
  });
});

describe('the message of a timer', () => {
  it('goes to its saga under the key of that, and says which timer of which saga it is', async () => {
    await rig.start('a-b');
    await sweepAfter(5);
    const [told] = rig.told;

    expect(told).toMatchObject({ type: 'lend.timer-due', key: 'a-b' });
    expect(openEnvelope(told?.body ?? '')).toMatchObject({
      ...{ source: '/loans/timers', subject: 'a-b', data: { key: 'a-b', step: 'hold', generation: 1 } },
    });
  });

  it('has the same id when it goes out with the commands to be kept until it is due', async () => {
    rig = loanRig({ schedules: true });
    await rig.reviewed('a');
    const kept = (await rig.sent('a')).find(({ type }) => type === 'lend.timer-due');

    await sweepAfter(60);

    expect(kept?.dueAt).toBe(rig.clock.now());
    expect(rig.told.map(({ id }) => id)).toContain(kept?.id);
  });
});
