import { beforeEach, describe, expect, it } from '@jest/globals';
import { ok, park } from '../../../../lambdas/core/consume/outcome.ts';
import { collectDeadLetters } from '../../../../lambdas/core/dead-letter/collect-dead-letters.ts';
import type { NewDeadLetter } from '../../../../lambdas/core/dead-letter/dead-letter.ts';
import { letterFault } from '../../../../lambdas/core/dead-letter/letter-fault.ts';
import { createLooseRedrive } from '../../../../lambdas/core/dead-letter/redrive-loose.ts';
import type { RedriveRequest, RedriveResult } from '../../../../lambdas/core/dead-letter/redrive.ts';
import type { Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type RedriveRig, Step, redriveRig } from './redrive-rig.ts';

let rig: RedriveRig;
const tokens = fixedIds('t');
const goesOn = new AbortController().signal;

function redrive(
  request: Partial<RedriveRequest> = {},
  sender: Publisher = rig.broker.sender('work'),
): Promise<RedriveResult> {
  const run = createLooseRedrive({
    ...{ lines: rig.lines, sender, clock: rig.clock, ids: tokens, faultOf: letterFault([Step], undefined) },
    sleep: () => Promise.resolve(),
  });
  return run({ selects: () => true, by: 'ann', signal: goesOn, ...request });
}

function collect(signal = goesOn, onProgress?: (collected: number) => void): Promise<number> {
  const run = { signal, ...(onProgress && { onProgress }) };
  return collectDeadLetters({ from: rig.broker.deadLetters('work'), lines: rig.lines }, run);
}

it('keeps an even pace, and hears an interruption between two letters', async () => {
  rig = redriveRig({ fifo: false });
  rig.answer = () => park('not for us');
  await rig.send('a', 1, 2, 3);
  await rig.consume();
  await collect();
  const waits: number[] = [];
  const stop = new AbortController();
  const run = createLooseRedrive({
    ...{ lines: rig.lines, sender: rig.broker.sender('work'), clock: rig.clock, ids: tokens, perSecond: 1 },
    faultOf: letterFault([Step], undefined),
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === 2) {
        stop.abort();
      }
      return Promise.resolve();
    },
  });

  const { sent } = await run({ selects: () => true, by: 'ann', signal: stop.signal });

  expect({ sent, waits }).toEqual({ sent: 2, waits: [1000, 1000] });
});

const waitingInQueue = (): number => rig.broker.messages('work-dead-letters').length;

describe.each([
  ['a standard queue', { fifo: false }],
  ['a FIFO queue that skips', { fifo: true, onPoison: 'skip' as const }],
])('dead letters of %s', (_, options) => {
  beforeEach(async () => {
    rig = redriveRig(options);
    rig.answer = (step) => (step.endsWith('/1') || step.endsWith('/3') ? park('not for us') : ok());
    await rig.send('a', 1, 2, 3);
    await rig.send('b', 1);
    await rig.consume();
    rig.answer = () => ok();
  });

  it('are collected into lines, with their reasons, and leave their queue', async () => {
    const progress: number[] = [];

    expect(await collect(goesOn, (collected) => progress.push(collected))).toBe(3);
    expect(progress).toEqual([1, 2, 3]);
    expect(waitingInQueue()).toBe(0);
    const lines = await rig.lines.lines();
    const letters = (await Promise.all(lines.map(({ key }) => rig.lines.letters(key)))).flat();
    expect(letters.map(({ reason }) => reason)).toEqual(['not for us', 'not for us', 'not for us']);
  });

  it('are collected once, however often the collection is cut off', async () => {
    for (let cut = 1; waitingInQueue() > 0; cut += 1) {
      const dying = { ...rig.lines, park: dyingAfter(cut, (letter: NewDeadLetter) => rig.lines.park(letter)) };
      await collectDeadLetters({ from: rig.broker.deadLetters('work'), lines: dying }, { signal: goesOn }).catch(
        () => undefined,
      );
      rig.clock.advance(180_000);
    }

    expect((await rig.lines.lines()).reduce((sum, { letters }) => sum + letters, 0)).toBe(3);
  });

  it('are sent back and leave their lines, and nothing that went on meanwhile is held', async () => {
    await collect();

    expect(await redrive()).toEqual({ sent: 3, done: 3, failed: [], heldBack: [], waiting: [] });
    await rig.consume();
    expect([...rig.handled].sort()).toEqual(['a/1', 'a/2', 'a/3', 'b/1']);
    expect(rig.handled.indexOf('a/1')).toBeLessThan(rig.handled.indexOf('a/3'));
    expect(await rig.lines.lines()).toEqual([]);
  });

  it('are sent as selected, the others stay', async () => {
    await collect();

    expect(await redrive({ selects: ({ body }) => body.includes('"step":3') })).toMatchObject({ sent: 1, done: 1 });
    expect((await rig.lines.lines()).reduce((sum, { letters }) => sum + letters, 0)).toBe(2);
  });

  it('stay when their queue does not take them, or their consumer could not read them', async () => {
    await collect();
    await rig.lines.park({ id: 'odd', key: 'odd', body: '{}', reason: 'because', receiveCount: 1 });
    const full: Publisher = {
      publish: (messages) => Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'full' })) }),
    };

    const { sent, failed } = await redrive({}, full);

    expect(sent).toBe(0);
    expect(failed.map(({ reason }) => reason.split(':')[0]).sort()).toEqual([
      'envelope-invalid',
      'full',
      'full',
      'full',
    ]);
    expect((await rig.lines.lines()).reduce((sum, { letters }) => sum + letters, 0)).toBe(4);
  });

  it('are told by the queue when it moved them by itself', async () => {
    await collect();
    rig.answer = () => {
      throw new TypeError('down');
    };
    await rig.send('c', 1);
    await rig.consume();
    await collect();

    const line = (await rig.lines.lines()).find(({ key }) => key === 'c') ?? (await rig.lines.lines()).at(-1);
    expect((await rig.lines.letters(line?.key ?? '')).at(-1)?.reason).toBe('moved by its queue after 2 deliveries');
  });
});

class Crash extends Error {
  override readonly name = 'Crash';
}

/** The n-th call takes effect, and its caller dies. */
function dyingAfter<Argument>(
  call: number,
  effect: (argument: Argument) => Promise<void>,
): (argument: Argument) => Promise<void> {
  let calls = 0;
  return async (argument) => {
    calls += 1;
    await effect(argument);
    if (calls === call) {
      throw new Crash();
    }
  };
}
