import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { compatibilityFaults } from '../../../console/messages/compatibility-faults.ts';
import type { RecordedVersion } from '../../../console/messages/recorded-version.ts';
import { recordingOf } from '../../../console/messages/recording-of.ts';
import { event, type EventType, type Upcaster } from '../../../lambdas/contracts/events/event-type.ts';

const fields = {
  orderId: z.string(),
  total: z.int(),
  note: z.optional(z.string()),
  lines: z.array(z.object({ sku: z.string() })),
};

/** The type as it was when its first version was recorded, with what a later change made of it. */
function sold(
  schema: z.ZodMiniType = z.object(fields),
  versions: { readonly version?: number; readonly upcasters?: Readonly<Record<number, Upcaster>> } = {},
): EventType {
  return event('order.sold', { schema, key: () => 'key', ...versions });
}

const first = recordingOf(sold());
const withCurrency = z.object({ ...fields, currency: z.string() });
const inEuros: Upcaster = (data) => ({ ...z.looseObject({}).parse(data), currency: 'EUR' });

/** What the change of a type breaks, of its first version alone or of the second as well. */
function faults(type: EventType, recorded: readonly RecordedVersion[] = [first]): readonly string[] {
  return compatibilityFaults([type], recorded);
}

describe('the check of recorded messages', () => {
  it('finds nothing where nothing changed', () => {
    expect(faults(sold())).toEqual([]);
  });

  it('failure mode 58: finds nothing where the version was raised, recorded, and the old one is upcast', () => {
    const second = sold(withCurrency, { version: 2, upcasters: { 1: inEuros } });

    expect(faults(second, [first, recordingOf(second)])).toEqual([]);
  });

  it.each([
    ['a field that is new and demanded', withCurrency, ['currency was added', 'currency is demanded now']],
    ['a field that is gone', z.omit(z.object(fields), { total: true }), ['total was removed']],
    ['a field of another type', z.object({ ...fields, total: z.string() }), ['total type was "integer", is "string"']],
    ['a field that was optional', z.object({ ...fields, note: z.string() }), ['note is demanded now']],
    [
      'a field in a list that is narrower',
      z.object({ ...fields, lines: z.array(z.object({ sku: z.string().check(z.minLength(9)) })) }),
      ['lines[].sku minLength was absent, is 9'],
    ],
    ['a list that became a text', z.object({ ...fields, lines: z.string() }), ['lines type was "array", is "string"']],
  ])('fails with type, version and field for %s under the same version', (_, schema, changes) => {
    const found = faults(sold(schema));

    for (const change of changes) {
      expect(found).toContain(`"order.sold" version 1 must keep its recorded schema, or be raised: ${change}`);
    }
  });

  it.each([
    ['a field that is new and demanded', withCurrency, 'currency: invalid_type'],
    ['a field of another type', z.object({ ...fields, total: z.string() }), 'total: invalid_type'],
    [
      'a field in a list that is narrower',
      z.object({ ...fields, lines: z.array(z.object({ sku: z.string().check(z.minLength(9)) })) }),
      'lines.0.sku: too_small',
    ],
  ])('failure mode 58: fails with the field that the upcaster leaves broken: %s', (_, schema, broken) => {
    const second = sold(schema, { version: 2, upcasters: { 1: (data) => data } });

    expect(faults(second, [first, recordingOf(second)])).toContain(
      `"order.sold" version 1 must still be read, message 1: data of "order.sold" must match its schema, failed at ${broken}`,
    );
  });

  it('fails for an upcaster that throws on what was recorded', () => {
    const failing: Upcaster = () => {
      throw new TypeError('no such field');
    };
    const second = sold(withCurrency, { version: 2, upcasters: { 1: failing } });

    expect(faults(second, [first, recordingOf(second)]).join('\n')).toContain(
      '"order.sold" version 1 must still be read, message 1: upcaster of "order.sold" from version 1 must not throw',
    );
  });

  it('fails where a version has no upcaster, which cannot even be declared', () => {
    expect(() => sold(withCurrency, { version: 2 })).toThrow(
      '"order.sold" version 2 must have an upcaster from version 1',
    );
  });

  it('fails for a version that is not recorded, old or new', () => {
    const second = sold(withCurrency, { version: 2, upcasters: { 1: inEuros } });

    expect(faults(second)).toEqual(['"order.sold" version 2 is not recorded: npm run pipeline -- schemas record']);
    expect(faults(second, [recordingOf(second)])).toEqual([
      '"order.sold" version 1 is not recorded: npm run pipeline -- schemas record',
    ]);
  });

  it('fails where a recorded type or version is declared no more', () => {
    expect(compatibilityFaults([], [first])).toEqual([
      '"order.sold" version 1 was recorded, and no such type is declared any more',
    ]);
    expect(faults(sold(), [first, { ...first, version: 2 }])).toEqual([
      '"order.sold" version 2 was recorded, and the newest declared is 1',
    ]);
  });

  it('fails for a version without a message, and for a message of another version', () => {
    expect(faults(sold(), [{ ...first, messages: [] }])).toEqual([
      '"order.sold" version 1 must be recorded with a message, got none',
    ]);
    const second = sold(withCurrency, { version: 2, upcasters: { 1: inEuros } });
    expect(
      faults(second, [{ ...first, messages: recordingOf(second).messages }, recordingOf(second)]).join(),
    ).toContain(
      'version 1 must still be read, message 1: dataschema must be urn:event:order.sold:1, got "urn:event:order.sold:2"',
    );
  });

  it('does not fail for a schema that demands the same in another order', () => {
    const turned = z.object({ lines: fields.lines, note: fields.note, total: fields.total, orderId: fields.orderId });

    expect(faults(sold(turned))).toEqual([]);
  });
});
