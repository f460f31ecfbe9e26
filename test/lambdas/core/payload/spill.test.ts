import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { openEnvelope } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { type Spill, createSpill } from '../../../../lambdas/core/payload/spill.ts';
import { arriving } from '../../../support/commands.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';

const Noted = event('test.noted', { schema: z.object({ key: z.string(), text: z.string() }), key: ({ key }) => key });
const spillBytes = 1024;
const bytesOf = (text: string): number => Buffer.byteLength(text);

let payloads: ReturnType<typeof memoryPayloads>;
let spill: Spill;
let homeBytes: number;

beforeEach(() => {
  payloads = memoryPayloads();
  homeBytes = Infinity;
  spill = createSpill({ payloads, spillBytes, fitsHome: ({ body }) => bytesOf(body) <= homeBytes });
});

/** An envelope that serialises to so many UTF-8 bytes. */
function sized(bytes: number, unit = 'x'): Envelope {
  const empty = arriving(Noted.of({ key: 'k', text: '' }));
  const room = bytes - bytesOf(JSON.stringify(empty));
  const text = unit.repeat(Math.floor(room / bytesOf(unit))) + 'x'.repeat(room % bytesOf(unit));
  return { ...empty, data: { key: 'k', text } };
}

describe('events serialised for their stream', () => {
  it.each([
    [spillBytes - 1, 'x', 0],
    [spillBytes, 'x', 0],
    [spillBytes + 1, 'x', 1],
    [spillBytes, '€', 0],
    [spillBytes + 1, '€', 1],
    [spillBytes, '😀', 0],
    [spillBytes + 1, '😀', 1],
  ])('of %i bytes of %j put %i payloads aside (failure mode 15: 400 KB an item)', async (bytes, unit, spilled) => {
    const envelope = sized(bytes, unit);

    const [text = ''] = await spill.serialised([envelope]);

    expect(bytesOf(JSON.stringify(envelope))).toBe(bytes);
    expect(payloads.kept.size).toBe(spilled);
    expect(openEnvelope(text)).toEqual(spilled === 0 ? envelope : withoutData(envelope, 'stream'));
    expect([...payloads.kept.values()].map(({ text: kept }) => JSON.parse(kept) as unknown)).toEqual(
      spilled === 0 ? [] : [envelope.data],
    );
  });

  it('put the longest aside until the rest is short enough together, and keep their order', async () => {
    const [short, middle, long] = [sized(600), sized(800), sized(1000)];

    const texts = await spill.serialised([short, long, middle]);

    expect(texts.map(openEnvelope)).toEqual([short, withoutData(long, 'stream'), middle]);
  });

  it('are rejected as a whole, and may be tried again, while the store of payloads does not answer', async () => {
    payloads.down = true;

    await expect(spill.serialised([sized(spillBytes + 1)])).rejects.toMatchObject({
      code: 'store-unavailable',
      retryable: true,
    });
  });
});

describe('a message for its home', () => {
  it.each([
    [500, 500, 0],
    [501, 500, 1],
    [spillBytes, Infinity, 0],
    [spillBytes + 1, Infinity, 1],
  ])('of %i bytes with a limit of %i puts %i payloads aside', async (bytes, limit, spilled) => {
    homeBytes = limit;
    const message = outgoingMessage(sized(bytes));

    const fitting = await spill.fitting(message);

    expect(payloads.kept.size).toBe(spilled);
    expect({ ...fitting, body: '' }).toEqual({ ...message, body: '' });
    expect('data' in openEnvelope(fitting.body)).toBe(spilled === 0);
  });

  it('keeps its id, its key and its reference when it is bare already', async () => {
    const bare = await spill.bare(outgoingMessage(sized(500)));

    expect(await spill.bare(bare)).toBe(bare);
    expect([...payloads.kept.values()].map(({ life }) => life)).toEqual(['message']);
  });
});

it.each([
  [spillBytes, undefined],
  [spillBytes + 1, 'memory:stream/one'],
])('puts a text of %i bytes aside under %j', async (bytes, reference) => {
  expect(await spill.aside('one', 'x'.repeat(bytes))).toBe(reference);
});

function withoutData({ data, ...envelope }: Envelope, life: string): unknown {
  expect(data).toBeDefined();
  return { ...envelope, dataref: `memory:${life}/${envelope.id}` };
}
