import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Operations } from '../../console/dlq/operations.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { RetryDelay } from '../../lambdas/core/consume/full-jitter.ts';
import { duplicate, ok, park } from '../../lambdas/core/consume/outcome.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import type { CommandAnswer, CommandOptions } from '../support/command-on.ts';
import { dlqOn } from '../support/dlq-on.ts';
import { type PoisonQueue, type StepData, steps } from './poison-definition.ts';

/** The queues of the poison definition, all empty. */
export interface OpenPoison {
  readonly operations: Operations;
  /** Connects a consumer to a queue, with the policy of the definition; a poll answers how many records it took. */
  reader(
    queue: PoisonQueue,
    parts: { readonly consumer: Consumer; readonly retryDelay: RetryDelay },
  ): Promise<() => Promise<number>>;
  /** Lets a moment pass, so that what is hidden comes back. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

const groups = 50;
const messagesOfGroup = 20;
const sick = 'group-07';
const sickNumber = 5;
const mostTurns = 20_000;

/** What a poison message may do to its neighbours, and what a redrive makes good. */
export function poisonConformance(name: string, open: () => Promise<OpenPoison>): void {
  describe(`poison (${name})`, () => {
    let at: OpenPoison;

    beforeEach(async () => {
      at = await open();
    }, 30_000);
    afterEach(async () => {
      await at.close();
    }, 30_000);

    it('failure modes 3 and 81, park-key: of 1,000 messages of 50 groups only the poisoned group is parked, and a redrive after the fix completes it in order', async () => {
      const run = await openRun(at, 'parking');
      await run.send(everyStep('parking'));

      await run.until(() => run.handledCount() === 984);
      await run.idle();

      expect(run.finished()).toHaveLength(49);
      expect(run.numbersOf(sick)).toEqual(numbers(1, 4));
      const letters = await run.letters();
      expect(letters.map(({ body }) => stepOf(body).number)).toEqual(numbers(5, 20));
      expect(letters.map(({ reason }) => reason)).toEqual([
        'number 5 of group-07 cannot be handled',
        ...Array<string>(15).fill('an earlier message of its key is parked'),
      ]);

      run.fix();
      expect(await run.dlq(['redrive', 'parking'])).toMatchObject({ code: 0 });

      expect(run.handled()).toEqual(everyGroup());
      expect(run.duplicates()).toBe(0);
      expect(await run.letters()).toEqual([]);
    }, 120_000);

    it('failure mode 3, block: only the poisoned group is held, the other 49 finish; parked at its last delivery, it is completed in order by a redrive', async () => {
      const run = await openRun(at, 'blocking');
      run.delay(5);
      await run.send(everyStep('blocking'));

      await run.until(() => run.handledCount() === 984);

      expect(run.finished()).toHaveLength(49);
      expect(run.numbersOf(sick)).toEqual(numbers(1, 4));
      expect(await run.letters()).toEqual([]);

      run.delay(0);
      await run.until(async () => (await run.letters()).length === 16);
      const letters = await run.letters();
      expect(letters.map(({ body }) => stepOf(body).number)).toEqual(numbers(5, 20));
      expect(letters[0]).toMatchObject({ receiveCount: 71, reason: 'number 5 of group-07 cannot be handled' });

      run.fix();
      expect(await run.dlq(['redrive', 'blocking'])).toMatchObject({ code: 0 });

      expect(run.handled()).toEqual(everyGroup());
      expect(run.duplicates()).toBe(0);
    }, 120_000);

    it('failure mode 3, skip: of 1,000 messages of 50 groups the poison alone is left out, and handled last after the fix', async () => {
      const run = await openRun(at, 'skipping');
      await run.send(everyStep('skipping'));

      await run.until(() => run.handledCount() === 999);

      expect(run.finished()).toHaveLength(49);
      expect(run.numbersOf(sick)).toEqual([...numbers(1, 4), ...numbers(6, 20)]);

      run.fix();
      expect(await run.dlq(['redrive', 'skipping'])).toMatchObject({ code: 0 });
      await run.until(() => run.handledCount() === 1000);
      await run.idle();

      expect(run.numbersOf(sick)).toEqual([...numbers(1, 4), ...numbers(6, 20), 5]);
      expect(run.duplicates()).toBe(0);
      expect(await run.letters()).toEqual([]);
    }, 120_000);

    it('block: a fix that comes in time completes the group in order, with nothing to redrive', async () => {
      const run = await openRun(at, 'blocking');
      run.delay(1);
      await run.send(stepsOf('blocking', sick, 6));
      await run.until(() => run.handledCount() === 4);
      await run.turn();

      run.fix();
      await run.until(() => run.handledCount() === 6);

      expect(run.numbersOf(sick)).toEqual(numbers(1, 6));
      expect(await run.letters()).toEqual([]);
    }, 60_000);

    it('failure mode 81: a payload that breaks its schema is parked, holds back its key in a redrive, and is handled in its turn once it is edited', async () => {
      const run = await openRun(at, 'parking');
      run.fix();
      await run.send([
        ...stepsOf('parking', sick, 4),
        message('parking', { group: sick, number: 'five', note: '' }),
        message('parking', { group: sick, number: 6, note: '' }),
      ]);
      await run.until(async () => (await run.letters()).length === 2);
      const [letter] = await run.letters();
      const id = letter?.id ?? '';

      const refused = await run.dlq(['redrive', 'parking', '--json']);
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.output)).toMatchObject([
        {
          sent: 0,
          failed: [{ id, reason: expect.stringContaining('number: invalid_type') as unknown }],
          heldBack: [{}],
        },
      ]);
      expect(await run.dlq(['edit', 'parking', id, '--set', 'data.number="5"'])).toMatchObject({ code: 1 });
      expect(await run.dlq(['edit', 'parking', id, '--set', 'data.number=5'])).toMatchObject({ code: 0 });
      expect(await run.dlq(['redrive', 'parking'])).toMatchObject({ code: 0 });

      expect(run.numbersOf(sick)).toEqual(numbers(1, 6));
      expect(run.duplicates()).toBe(0);
    }, 60_000);

    it('failure mode 58: a letter of an older version is upcast when it is redriven', async () => {
      const run = await openRun(at, 'parking');
      const old = numbers(1, 6).map((number) => message('parking', { group: sick, number }, 1));
      await run.send(old);
      await run.until(async () => (await run.letters()).length === 2);

      run.fix();
      expect(await run.dlq(['redrive', 'parking'])).toMatchObject({ code: 0 });

      expect(run.numbersOf(sick)).toEqual(numbers(1, 6));
      expect(new Set(run.notes())).toEqual(new Set(['upcast from version 1']));
    }, 60_000);

    it('failure mode 4: a redrive that is cut off and run again amid new traffic keeps the order, loses nothing and has no effect twice', async () => {
      const run = await openRun(at, 'parking');
      await run.send(stepsOf('parking', sick, 20));
      await run.until(async () => (await run.letters()).length === 16);
      run.fix();

      const stop = new AbortController();
      const first = await dlqOn(at.operations, ['redrive', 'parking'], {
        signal: stop.signal,
        onProgress: () => {
          stop.abort();
        },
      });
      expect(first.code).toBe(130);
      await run.turn();
      await run.send(stepsOf('parking', sick, 25).slice(20));
      expect(await run.dlq(['redrive', 'parking'])).toMatchObject({ code: 0 });
      await run.idle();

      expect(run.numbersOf(sick)).toEqual(numbers(1, 25));
      expect(await run.letters()).toEqual([]);
      expect((await at.operations.auditOf('parking')).map(({ action, by }) => `${by} ${action}`)).toContain(
        'olga redrive',
      );
    }, 60_000);
  });
}

/** A queue and its consumer, which cannot handle one number of one group until it is fixed. */
interface Run {
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  /** The consumer takes one batch, or a moment passes. */
  turn(): Promise<boolean>;
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Turns until two in a row take nothing. */
  idle(): Promise<void>;
  /** Runs a command while the consumer goes on. */
  dlq(args: readonly string[], options?: CommandOptions): Promise<CommandAnswer>;
  delay(seconds: number): void;
  fix(): void;
  handled(): Readonly<Record<string, readonly number[]>>;
  handledCount(): number;
  numbersOf(group: string): readonly number[];
  finished(): readonly string[];
  notes(): readonly string[];
  duplicates(): number;
  letters(): Promise<readonly DeadLetter[]>;
}

async function openRun(at: OpenPoison, queue: PoisonQueue): Promise<Run> {
  const handled: StepData[] = [];
  const seen = new Set<string>();
  const state = { fixed: false, delaySeconds: 0, duplicates: 0 };
  const consumer: Consumer = {
    name: queue,
    handles: [steps[queue]],
    handle: ({ id, data }: Envelope) => {
      const step = data as StepData;
      if (!state.fixed && step.group === sick && step.number === sickNumber) {
        return Promise.resolve(park(`number ${step.number} of ${step.group} cannot be handled`));
      }
      if (seen.has(id)) {
        state.duplicates += 1;
        return Promise.resolve(duplicate());
      }
      seen.add(id);
      handled.push(step);
      return Promise.resolve(ok());
    },
  };
  const poll = await at.reader(queue, { consumer, retryDelay: () => state.delaySeconds });
  const place = at.operations.queues.find((one) => one.name === queue);
  const turn = async (): Promise<boolean> => {
    const took = (await poll()) > 0;
    if (!took) {
      await at.pass();
    }
    return took;
  };
  const numbersOf = (group: string): readonly number[] =>
    handled.filter((step) => step.group === group).map(({ number }) => number);
  const until: Run['until'] = async (holds) => {
    for (let turns = 1; turns <= mostTurns; turns += 1) {
      if (await holds()) {
        return;
      }
      await turn();
    }
    throw new TypeError(`what is waited for must come within ${mostTurns} turns`);
  };
  const groupNames = (): readonly string[] => [...new Set(handled.map(({ group }) => group))].sort();
  return {
    turn,
    until,
    send: async (messages) => {
      expect(await place?.sender.publish(messages)).toEqual({ failed: [] });
    },
    idle: async () => {
      let empty = 0;
      await until(async () => {
        empty = (await turn()) ? 0 : empty + 1;
        return empty === 2;
      });
    },
    dlq: async (args, options) => {
      let ended = false;
      const work = dlqOn(at.operations, args, options).finally(() => {
        ended = true;
      });
      await until(() => ended);
      return work;
    },
    delay: (seconds) => {
      state.delaySeconds = seconds;
    },
    fix: () => {
      state.fixed = true;
    },
    handled: () => Object.fromEntries(groupNames().map((group) => [group, numbersOf(group)])),
    handledCount: () => handled.length,
    numbersOf,
    finished: () => groupNames().filter((group) => numbersOf(group).length === messagesOfGroup),
    notes: () => handled.map(({ note }) => note),
    duplicates: () => state.duplicates,
    letters: async () => (await place?.lines.letters(sick)) ?? [],
  };
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

function groupName(group: number): string {
  return `group-${String(group).padStart(2, '0')}`;
}

function everyGroup(): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(numbers(1, groups).map((group) => [groupName(group), numbers(1, messagesOfGroup)]));
}

/** The groups in turn, as they would come from many producers. */
function everyStep(queue: PoisonQueue): readonly OutgoingMessage[] {
  return numbers(1, messagesOfGroup).flatMap((number) =>
    numbers(1, groups).map((group) => message(queue, { group: groupName(group), number, note: '' })),
  );
}

function stepsOf(queue: PoisonQueue, group: string, count: number): readonly OutgoingMessage[] {
  return numbers(1, count).map((number) => message(queue, { group, number, note: '' }));
}

/** A message of the type that a queue takes, whether or not its data is sound. */
function message(
  queue: PoisonQueue,
  data: { readonly group: string; readonly number: unknown; readonly note?: string },
  version = 2,
): OutgoingMessage {
  const { name } = steps[queue];
  const id = `${data.group}-${String(data.number)}`;
  const envelope: Envelope = {
    ...{
      specversion: '1.0',
      id,
      source: '/poison/test',
      type: name,
      subject: data.group,
      time: '2026-01-01T00:00:00Z',
    },
    ...{ datacontenttype: 'application/json', dataschema: `urn:event:${name}:${version}`, correlationid: id, data },
  };
  return { id, type: name, key: data.group, body: JSON.stringify(envelope) };
}

function stepOf(body: string): StepData {
  return (JSON.parse(body) as Envelope<string, StepData>).data;
}
