import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { consumer } from '../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../lambdas/contracts/definition/relay.ts';
import { event } from '../../../lambdas/contracts/events/event-type.ts';
import { duplicate, ok, retry } from '../../../lambdas/core/consume/outcome.ts';
import type { OutgoingMessage } from '../../../lambdas/core/ports/publisher.ts';
import type { CommandAnswer, CommandOptions } from '../../support/command-on.ts';
import { dlqOn } from '../../support/dlq-on.ts';
import { type SqsOperations, openSqsOperations } from '../../support/sqs-operations.ts';

const Bill = event('bill', {
  schema: z.object({ account: z.string(), cents: z.int() }),
  key: ({ account }) => account,
});
const Mail = event('mail', { schema: z.object({ to: z.string() }), key: ({ to }) => to });

const definition = pipeline('letters', {
  topics: {},
  queues: {
    bills: queue({ fifo: true, accepts: [Bill], deadLetter: deadLetter() }),
    mails: queue({ accepts: [Mail], deadLetter: deadLetter({ maxReceiveCount: 2 }) }),
  },
  consumers: {
    bills: consumer({ entry: 'handler.ts', source: 'bills', handles: [Bill] }),
    mails: consumer({ entry: 'handler.ts', source: 'mails', handles: [Mail] }),
  },
  relay: relay({ entry: 'relay.ts' }),
});

const mostTurns = 2_000;
let at: SqsOperations;
let handled: string[];
let polls: (() => Promise<number>)[];
let broken: boolean;

beforeEach(async () => {
  at = await openSqsOperations(definition);
  handled = [];
  broken = false;
  const seen = new Set<string>();
  const parts = (name: string, type: typeof Bill | typeof Mail): Parameters<SqsOperations['reader']>[1] => ({
    retryDelay: () => 0,
    consumer: {
      name,
      handles: [type],
      handle: ({ id }) => {
        if (broken) {
          return Promise.resolve(retry('the service does not answer', 0));
        }
        if (seen.has(id)) {
          return Promise.resolve(duplicate());
        }
        seen.add(id);
        handled.push(id);
        return Promise.resolve(ok());
      },
    },
  });
  polls = [await at.reader('bills', parts('bills', Bill)), await at.reader('mails', parts('mails', Mail))];
}, 30_000);

afterEach(async () => {
  await at.close();
}, 30_000);

async function turn(): Promise<boolean> {
  const took = await Promise.all(polls.map((poll) => poll()));
  const some = took.some((records) => records > 0);
  if (!some) {
    await sleep(50);
  }
  return some;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 1; turns <= mostTurns; turns += 1) {
    if (await holds()) {
      return;
    }
    await turn();
  }
  throw new TypeError(`what is waited for must come within ${mostTurns} turns`);
}

/** Runs a command while the consumers go on. */
async function dlq(command: string, options?: CommandOptions): Promise<CommandAnswer> {
  let ended = false;
  const work = dlqOn(at.operations, command.split(' '), options).finally(() => {
    ended = true;
  });
  await until(() => ended);
  return work;
}

async function send(queueName: string, messages: readonly OutgoingMessage[]): Promise<void> {
  const place = at.operations.queues.find(({ name }) => name === queueName);
  expect(await place?.sender.publish(messages)).toEqual({ failed: [] });
}

function message(
  type: string,
  id: string,
  { key, data }: { readonly key: string; readonly data: object },
): OutgoingMessage {
  const body = JSON.stringify({
    ...{ specversion: '1.0', id, source: '/letters/test', type, subject: key, time: '2026-01-01T00:00:00Z' },
    ...{ datacontenttype: 'application/json', dataschema: `urn:event:${type}:1`, correlationid: id, data },
  });
  return { id, type, key, body };
}

const bill = (number: number, cents: unknown = number): OutgoingMessage =>
  message('bill', `bill-${number}`, { key: 'account-1', data: { account: 'account-1', cents } });
const mail = (number: number): OutgoingMessage =>
  message('mail', `mail-${number}`, { key: `to-${number}`, data: { to: `to-${number}` } });

interface Listed {
  readonly letters: readonly { readonly id: string; readonly reason: string; readonly key: string }[];
}

async function listed(queueName: string): Promise<Listed['letters']> {
  const [found] = JSON.parse((await dlqOn(at.operations, ['ls', queueName, '--json'])).output) as readonly Listed[];
  return found?.letters ?? [];
}

describe('dead letters of a FIFO queue and a standard queue of SQS', () => {
  it('failure modes 3 and 81: a poison message is found, looked at, corrected and redriven with those behind it', async () => {
    await send('bills', [bill(1), bill(2, 'two'), bill(3)]);
    await until(async () => handled.length === 1 && (await listed('bills')).length === 2);
    const [poison] = await listed('bills');
    const id = poison?.id ?? '';

    expect((await dlq('ls')).output).toMatch(/^bills +park-key +1 +2 /m);
    expect((await dlq(`peek bills ${id}`)).output).toMatch(/^readable +no: event-invalid.*cents: invalid_type$/m);
    expect((await dlq('redrive bills --dry-run')).output).toContain('0 to be sent, 1 that cannot be read, 1 held back');
    expect((await dlq(`edit bills ${id} --set data.cents=2`)).output).toMatch(/^ {2}data\.cents +"two" +-> +2$/m);
    expect(await dlq('redrive bills')).toMatchObject({ code: 0 });

    expect(handled).toEqual(['bill-1', expect.not.stringMatching(/^bill/) as unknown, 'bill-3']);
    expect(await listed('bills')).toEqual([]);
    expect((await dlq('audit bills')).output).toMatch(/olga +edit +account-1[\s\S]*olga +redrive +account-1/);
  }, 60_000);

  it('failure mode 4: what SQS moved by itself is collected, and a redrive that is interrupted and run again doubles and loses nothing', async () => {
    broken = true;
    const sent = Array.from({ length: 60 }, (_, place) => mail(place + 1));
    await send('mails', sent);
    await until(async () => !(await turn()));
    await until(async () => (await listed('mails')).length === 60);
    expect(new Set((await listed('mails')).map(({ reason }) => reason))).toEqual(
      new Set(['moved by its queue after 2 deliveries']),
    );
    broken = false;

    const stop = new AbortController();
    const first = await dlqOn(at.operations, ['redrive', 'mails'], {
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    const left = (await listed('mails')).length;
    expect(first.code).toBe(130);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(60);

    expect(await dlq('redrive mails --rate 200')).toMatchObject({ code: 0 });
    await until(() => handled.length === 60);

    expect([...handled].sort()).toEqual(sent.map(({ id }) => id).sort());
    expect(await listed('mails')).toEqual([]);
    expect(await at.operations.auditOf('mails')).toHaveLength(60);
  }, 120_000);
});
