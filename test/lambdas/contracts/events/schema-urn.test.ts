import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { schemaUrn, schemaVersion } from '../../../../lambdas/contracts/events/schema-urn.ts';

describe('dataschema of a type', () => {
  it('names the type and its version', () => {
    expect(schemaUrn({ name: 'order.placed', version: 3 })).toBe('urn:event:order.placed:3');
  });

  it('gives back the version of any type it was made from', () => {
    const name = fc.stringMatching(/^[a-z.:-]+$/);

    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 1_000_000 }), (typeName, version) => {
        expect(schemaVersion(schemaUrn({ name: typeName, version }), typeName)).toBe(version);
      }),
    );
  });

  it.each([
    ['', 'no text'],
    ['order.placed:1', 'no prefix'],
    ['urn:event:order.placed', 'no version'],
    ['urn:event:order.placed:', 'an empty version'],
    ['urn:event:order.placed:one', 'a version in words'],
    ['urn:event:order.placed:1.5', 'a fraction'],
    ['urn:event:order.placed:-1', 'a negative version'],
    ['urn:event:order.placed:1 ', 'something behind the version'],
    [' urn:event:order.placed:1', 'something before the prefix'],
    ['urn:event::1', 'no name'],
    ['urn:event:order.confirmed:1', 'another type'],
  ])('finds no version in "%s": %s', (urn) => {
    expect(schemaVersion(urn, 'order.placed')).toBeUndefined();
  });
});
