import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { knownTypes } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { decodeAll } from '../../../../lambdas/core/payload/decode-all.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import { wholeEnvelope } from '../../../../lambdas/core/payload/whole-envelope.ts';
import { arriving } from '../../../support/commands.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';

const Old = event('test.noted', { schema: z.object({ key: z.string() }), key: ({ key }) => key });
const Noted = event('test.noted', {
  version: 2,
  schema: z.object({ key: z.string(), text: z.string() }),
  key: ({ key }) => key,
  upcasters: { 1: (data) => ({ ...(data as object), text: 'none' }) },
});
const types = knownTypes([Noted]);

describe('an envelope whose data is kept elsewhere', () => {
  it('is decoded as if it carried its data, upcasters and schema included', async () => {
    const payloads = memoryPayloads();
    const spill = createSpill({ payloads, spillBytes: 0, fitsHome: () => true });
    const envelopes = [arriving(Old.of({ key: 'a' })), arriving(Noted.of({ key: 'b', text: 't' }))];

    const decoded = await decodeAll(await spill.serialised(envelopes), types, payloads);

    expect(payloads.kept.size).toBe(2);
    expect(decoded.map(({ data }) => data)).toEqual([
      { key: 'a', text: 'none' },
      { key: 'b', text: 't' },
    ]);
  });

  it('is held to its schema as any other', async () => {
    const payloads = memoryPayloads();
    const dataref = await payloads.put({ id: 'one', text: '{"key":1}', life: 'message' });
    const { data, ...envelope } = arriving(Noted.of({ key: 'b', text: 't' }));

    expect(data).toBeDefined();
    await expect(decodeAll([JSON.stringify({ ...envelope, dataref })], types, payloads)).rejects.toMatchObject({
      code: 'event-invalid',
    });
  });

  it('is looked up only when it has no data of its own', async () => {
    const envelope = { ...arriving(Noted.of({ key: 'b', text: 't' })), dataref: 'https://elsewhere.example/b' };

    expect(await wholeEnvelope(envelope, memoryPayloads())).toBe(envelope);
    expect(await decodeAll([JSON.stringify(envelope)], types, undefined)).toHaveLength(1);
  });

  it.each([
    ['in a pipeline that keeps none', undefined],
    ['that is gone', memoryPayloads()],
  ])('fails for good %s', async (_where, payloads) => {
    const { data, ...envelope } = arriving(Noted.of({ key: 'b', text: 't' }));
    const body = JSON.stringify({ ...envelope, dataref: 'memory:message/none' });

    expect(data).toBeDefined();
    await expect(decodeAll([body], types, payloads)).rejects.toMatchObject({
      code: 'payload-missing',
      retryable: false,
    });
  });

  it('fails for good, and quotes nothing, when what is kept is no JSON', async () => {
    const payloads = memoryPayloads();
    const dataref = await payloads.put({ id: 'one', text: 'secret', life: 'message' });
    const { data, ...envelope } = arriving(Noted.of({ key: 'b', text: 't' }));

    expect(data).toBeDefined();
    const failure = await wholeEnvelope({ ...envelope, dataref }, payloads).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ code: 'payload-missing' });
    expect(failure).not.toHaveProperty('cause');
    expect(String(failure)).not.toContain('secret');
  });

  it.each(['', 7, null])('breaks the contract when its dataref is %j', async (dataref) => {
    const body = JSON.stringify({ ...arriving(Noted.of({ key: 'b', text: 't' })), dataref });

    await expect(decodeAll([body], types, undefined)).rejects.toMatchObject({
      code: 'envelope-invalid',
      message: expect.stringContaining('dataref') as unknown,
    });
  });
});
