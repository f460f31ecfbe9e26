import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { type EventOptions, event } from '../../../../lambdas/contracts/events/event-type.ts';

interface Paid {
  readonly id: string;
  readonly cents: number;
}

const schema = z.object({ id: z.string(), cents: z.int().check(z.nonnegative()) });
const key = ({ id }: Paid): string => id;

/** Version 1 had units, version 2 cents without an id, version 3 is `Paid`. */
const upcasters = {
  1: (data: unknown) => ({ cents: (data as { units: number }).units * 100 }),
  2: (data: unknown) => ({ id: 'legacy', ...(data as object) }),
};
const Paid3 = event('test.paid', { version: 3, schema, key, upcasters });

describe('declaration of a message type', () => {
  it('is version 1 without upcasters when nothing else is said', () => {
    const type = event('test.paid', { schema, key });

    expect(type.name).toBe('test.paid');
    expect(type.version).toBe(1);
    expect(type.parse({ id: 'a', cents: 1 }, 1)).toEqual({ id: 'a', cents: 1 });
  });

  it('drafts data under its own type and knows its ordering key', () => {
    const draft = Paid3.of({ id: 'a', cents: 1 });

    expect(draft.type).toBe(Paid3);
    expect(draft.data).toEqual({ id: 'a', cents: 1 });
    expect(Paid3.keyOf(draft.data)).toBe('a');
  });

  it.each([
    ['0', { version: 0 }, 'version of "test.paid" must be an integer of at least 1, got 0'],
    ['-1', { version: -1 }, 'got -1'],
    ['1.5', { version: 1.5 }, 'got 1.5'],
    ['NaN', { version: Number.NaN }, 'got NaN'],
    ['2 without an upcaster', { version: 2 }, 'version 2 must have an upcaster from version 1'],
    [
      '3 with a gap in its upcasters',
      { version: 3, upcasters: { 1: upcasters[1] } },
      'version 3 must have an upcaster from version 2',
    ],
  ] satisfies readonly [string, Partial<EventOptions<Paid>>, string][])(
    'rejects version %s',
    (...[, options, message]) => {
      expect(() => event('test.paid', { schema, key, ...options })).toThrow(
        expect.objectContaining({ code: 'definition-invalid', message: expect.stringContaining(message) }),
      );
    },
  );
});

describe('data of a recorded version', () => {
  it.each([
    [1, { units: 2 }, { id: 'legacy', cents: 200 }],
    [2, { cents: 7 }, { id: 'legacy', cents: 7 }],
    [3, { id: 'a', cents: 7 }, { id: 'a', cents: 7 }],
  ])('failure mode 58: of version %i goes through every later upcaster and no earlier one', (version, data, newest) => {
    expect(Paid3.parse(data, version)).toEqual(newest);
  });

  it('failure mode 58: of whatever older version gives what the chain gives step by step', () => {
    const versions = fc.integer({ min: 2, max: 12 });

    fc.assert(
      fc.property(versions, fc.nat(), (version, start) => {
        const steps = Array.from({ length: version - 1 }, (_, index) => [
          index + 1,
          (data: unknown) => (data as readonly number[]).concat(index + 1),
        ]);
        const type = event('test.trail', {
          version,
          schema: z.array(z.number()),
          key: () => 'k',
          upcasters: Object.fromEntries(steps) as Record<number, (data: unknown) => unknown>,
        });
        const from = 1 + (start % version);

        const expected = Array.from({ length: version - from }, (_, index) => from + index);
        expect(type.parse([], from)).toEqual(expected);
      }),
    );
  });

  it.each([0, -1, 4, 2.5, Number.NaN])('rejects version %d, which this code does not know', (version) => {
    expect(() => Paid3.parse({ id: 'a', cents: 1 }, version)).toThrow(
      expect.objectContaining({
        code: 'event-version-unknown',
        retryable: false,
        message: `version of "test.paid" must be between 1 and 3, got ${version}`,
      }),
    );
  });

  it('failure mode 80: names where data breaks its schema and never what stood there', () => {
    const data = { id: { secret: 'secret' }, cents: -987654321 };

    expect(() => Paid3.parse(data, 3)).toThrow(
      expect.objectContaining({
        code: 'event-invalid',
        message: 'data of "test.paid" must match its schema, failed at id: invalid_type, cents: too_small',
      }),
    );
  });

  it.each([null, undefined, 'secret', 7, []])('rejects %j as a whole', (data) => {
    expect(() => Paid3.parse(data, 3)).toThrow(
      'data of "test.paid" must match its schema, failed at (root): invalid_type',
    );
  });

  it('failure mode 80: keeps nothing of what an upcaster threw, which may quote the data', () => {
    const type = event('test.paid', {
      version: 2,
      schema,
      key,
      upcasters: {
        1: (data) => {
          throw new TypeError(`cannot read ${JSON.stringify(data)}`);
        },
      },
    });

    expect(() => type.parse({ secret: 'secret' }, 1)).toThrow(
      expect.objectContaining({
        code: 'event-invalid',
        message: 'upcaster of "test.paid" from version 1 must not throw',
      }),
    );
  });

  it('failure mode 80: no text of the data reaches the error, whatever the data is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.jsonValue(), (version, noise) => {
        const marked = { secret: 'S3CR3T', noise, cents: 'S3CR3T', units: 'S3CR3T' };

        let told = '';
        try {
          Paid3.parse(marked, version);
        } catch (cause) {
          told = inspect(cause, { depth: 9 });
        }

        expect(told).toContain('test.paid');
        expect(told).not.toContain('S3CR3T');
      }),
    );
  });
});
