import { beforeEach, describe, expect, it } from '@jest/globals';
import { ok, park } from '../../../../lambdas/core/consume/outcome.ts';
import { letterFault } from '../../../../lambdas/core/dead-letter/letter-fault.ts';
import { type RedriveDependencies, createLineRedrive } from '../../../../lambdas/core/dead-letter/redrive-lines.ts';
import type { RedriveProgress, RedriveRequest, RedriveResult } from '../../../../lambdas/core/dead-letter/redrive.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type RedriveRig, Step, redriveRig } from './redrive-rig.ts';

let rig: RedriveRig;
let waits: number[];
/** What happens while a redrive waits; by default the consumer does its work. */
let meanwhile: () => Promise<void>;
const tokens = fixedIds('t');

function redrive(
  differences: Partial<RedriveRequest> = {},
  dependencies: Partial<RedriveDependencies> = {},
): Promise<RedriveResult> {
  const run = createLineRedrive({
    ...{ lines: rig.lines, sender: rig.broker.sender('work'), clock: rig.clock, ids: tokens },
    faultOf: letterFault([Step], undefined),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      rig.clock.advance(milliseconds);
      await meanwhile();
    },
    ...dependencies,
  });
  return run({ selects: () => true, by: 'ann', signal: new AbortController().signal, ...differences });
}

const refuse = (...steps: readonly string[]): void => {
  rig.answer = (step) => (steps.includes(step) ? park('not for us') : ok());
};

const nothingLeft = { failed: [], heldBack: [], waiting: [] };

beforeEach(async () => {
  rig = redriveRig();
  waits = [];
  meanwhile = () => rig.consume();
  refuse('a/1', 'b/2');
  await rig.send('a', 1, 2, 3);
  await rig.send('b', 1, 2, 3);
  await rig.send('c', 1, 2);
  await rig.consume();
});

describe('a redrive of lines', () => {
  it('begins with keys parked from their poison on, and the others done', async () => {
    expect(rig.handled).toEqual(['b/1', 'c/1', 'c/2']);
    expect((await rig.lines.letters('a')).map(({ id }) => id)).toHaveLength(3);
    expect((await rig.lines.letters('b')).map(({ id }) => id)).toHaveLength(2);
  });

  it('completes every key in order once the consumer is repaired', async () => {
    refuse();

    expect(await redrive()).toEqual({ sent: 5, done: 5, ...nothingLeft });
    expect(rig.handled.slice(3).filter((step) => step.startsWith('a'))).toEqual(['a/1', 'a/2', 'a/3']);
    expect(rig.handled.slice(3).filter((step) => step.startsWith('b'))).toEqual(['b/2', 'b/3']);
    expect(await rig.lines.lines()).toEqual([]);
  });

  it('sends what is parked behind it meanwhile as well, and lets later ones go on', async () => {
    refuse();
    let arrived = false;
    meanwhile = async () => {
      if (!arrived) {
        arrived = true;
        await rig.send('a', 4);
      }
      await rig.consume();
    };

    const result = await redrive();
    await rig.send('a', 5);
    await rig.consume();

    expect(result).toMatchObject({ failed: [], heldBack: [], waiting: [] });
    expect(rig.handled.filter((step) => step.startsWith('a'))).toEqual(['a/1', 'a/2', 'a/3', 'a/4', 'a/5']);
  });

  it('ends at a letter that is refused again, and says what waits behind it', async () => {
    refuse('a/2');
    const [, second, third] = await rig.lines.letters('a');

    expect(await redrive({ selects: ({ key }) => key === 'a' })).toEqual({
      ...{ sent: 3, done: 1, waiting: [] },
      failed: [{ key: 'a', id: second?.id, reason: 'not for us' }],
      heldBack: [{ key: 'a', id: third?.id, reason: `behind ${second?.id ?? ''}` }],
    });
    expect(rig.handled.slice(3)).toEqual(['a/1']);
    expect((await rig.lines.letters('a')).map(({ redrives }) => redrives)).toEqual([1, 0]);
  });

  it('leaves a selected letter behind one that is not: the order of a key holds', async () => {
    refuse();
    const [first, second] = await rig.lines.letters('a');

    expect(await redrive({ selects: ({ id }) => id === second?.id })).toEqual({
      ...{ sent: 0, done: 0, failed: [], waiting: [] },
      heldBack: [{ key: 'a', id: second?.id, reason: `behind ${first?.id ?? ''}` }],
    });
    expect(rig.handled).toHaveLength(3);
  });

  it('sends nothing that the consumer could not read, and names the fault', async () => {
    await rig.broker.sender('work').publish([{ id: 'd1', type: 'x', key: 'd', body: '{"no":"envelope"}' }]);
    await rig.consume();

    const { sent, failed } = await redrive({ selects: ({ key }) => key === 'd' });

    expect([sent, failed]).toEqual([
      0,
      [{ key: 'd', id: expect.any(String), reason: expect.stringContaining('envelope-invalid') }],
    ]);
  });

  it('says what its consumer has not handled yet, and a second one takes over', async () => {
    refuse();
    meanwhile = () => Promise.resolve();

    const first = await redrive();
    meanwhile = () => rig.consume();
    const second = await redrive();

    expect(first).toMatchObject({ sent: 5, done: 0, failed: [] });
    expect(first.waiting.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 5 }, () => 'sent, and not handled yet'),
    );
    expect(second).toEqual({ sent: 5, done: 5, ...nothingLeft });
    expect(rig.handled.slice(3).sort()).toEqual(['a/1', 'a/2', 'a/3', 'b/2', 'b/3']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'can be cut off at its wait number %i and run again: nothing lost, nothing twice',
    async (cut) => {
      refuse();
      const controller = new AbortController();
      let waited = 0;
      meanwhile = async () => {
        waited += 1;
        if (waited === cut) {
          controller.abort();
        }
        if (waited % 2 === 0) {
          await rig.consume();
        }
      };

      await redrive({ signal: controller.signal });
      meanwhile = () => rig.consume();
      await redrive();

      for (const [key, steps] of [
        ['a', ['a/1', 'a/2', 'a/3']],
        ['b', ['b/1', 'b/2', 'b/3']],
      ] as const) {
        expect(rig.handled.filter((step) => step.startsWith(key))).toEqual(steps);
      }
      expect(await rig.lines.lines()).toEqual([]);
    },
  );

  it('keeps its pace and tells how far it has come', async () => {
    refuse();
    const progress: RedriveProgress[] = [];

    await redrive({ onProgress: ({ sent, done }) => progress.push({ sent, done }) }, { perSecond: 2 });

    expect(waits.slice(0, 3)).toEqual([1000, 1000, 500]);
    expect(progress.slice(0, 3).map(({ sent }) => sent)).toEqual([2, 4, 5]);
    expect(progress.at(-1)).toEqual({ sent: 5, done: 5 });
  });

  it('names a copy that its queue does not take, and loses nothing', async () => {
    refuse();
    const full = {
      publish: (messages: readonly { readonly id: string }[]) =>
        Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'full' })) }),
    };

    const { sent, failed } = await redrive({}, { sender: full });

    expect(sent).toBe(0);
    expect(failed.map(({ key, reason }) => `${key}: ${reason}`).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'a: full'),
      ...Array.from({ length: 2 }, () => 'b: full'),
    ]);
    expect(await redrive()).toMatchObject({ done: 5 });
  });

  it('failure mode 58: runs the upcasters on what was parked in an older version', async () => {
    refuse('e/1');
    const body = JSON.stringify({
      ...JSON.parse(rig.broker.messages('work')[0]?.body ?? '{}'),
      ...{ specversion: '1.0', id: 'old', source: '/x', type: 'test.step', subject: 'e', time: '2026-01-01T00:00:00Z' },
      ...{ datacontenttype: 'application/json', dataschema: 'urn:event:test.step:1', correlationid: 'c' },
      data: { key: 'e', step: '1' },
    });
    await rig.broker.sender('work').publish([{ id: 'old', type: 'test.step', key: 'e', body }]);
    await rig.consume();
    refuse();

    expect(await redrive({ selects: ({ key }) => key === 'e' })).toMatchObject({ done: 1 });
    expect(rig.handled.at(-1)).toBe('e/1');
  });
});
