import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { checkEnvelope } from '../../../../lambdas/contracts/events/check-envelope.ts';

const sound = {
  specversion: '1.0',
  id: 'm1',
  source: '/orders/place-order',
  type: 'order.placed',
  subject: 'o1',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:event:order.placed:1',
  correlationid: 'm1',
  data: {},
};

/** The same shape as a schema: slower, and so the measure here. */
const schema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().check(z.minLength(1)),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: z.string(),
  causationid: z.optional(z.string()),
  traceparent: z.optional(z.string()),
  replyto: z.optional(z.string()),
  addressee: z.optional(z.string()),
  data: z.unknown(),
});

describe('check of an envelope', () => {
  it('accepts an envelope with and without the optional fields', () => {
    expect(() => {
      checkEnvelope(sound);
      checkEnvelope({ ...sound, causationid: 'm0', traceparent: '00-1-2-01', replyto: 'quotes', addressee: 'quotes' });
    }).not.toThrow();
  });

  it('names every field at fault and no value', () => {
    const broken = { ...sound, id: '', specversion: 'secret', traceparent: 7, source: undefined };

    expect(() => {
      checkEnvelope(broken);
    }).toThrow(
      expect.objectContaining({
        code: 'envelope-invalid',
        retryable: false,
        message: 'message must be a CloudEvents 1.0 envelope, failed at specversion, id, source, traceparent',
      }),
    );
  });

  it.each([null, 7, 'text', []])('rejects %j, which is no object', (json) => {
    expect(() => {
      checkEnvelope(json);
    }).toThrow('failed at (root)');
  });

  it('agrees with the schema of an envelope, whatever a field holds', () => {
    const field = fc.constantFrom(...Object.keys(schema._zod.def.shape), 'other');
    const value = fc.oneof(fc.jsonValue(), fc.constant('1.0'), fc.constant(''), fc.constant(undefined));

    fc.assert(
      fc.property(fc.array(fc.tuple(field, value), { maxLength: 4 }), (changes) => {
        const json: unknown = { ...sound, ...Object.fromEntries(changes) };
        const expected = schema.safeParse(json).success;

        let accepted = true;
        try {
          checkEnvelope(json);
        } catch {
          accepted = false;
        }

        expect(accepted).toBe(expected);
      }),
    );
  });
});
