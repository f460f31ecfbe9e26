import { describe, expect, it } from '@jest/globals';
import { createPayloadFilter } from '../../../localstack/event-sources/payload-filter.ts';

const encoded = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');
const forJson = '{"value":{"device":[{"prefix":"AB"}]}}';
const forText = '{"value":[{"anything-but":["error"]}]}';

describe('filter of payloads', () => {
  it.each<[string, [string, string | Buffer], boolean]>([
    ['JSON that matches a pattern for JSON', [forJson, '{"device":"AB1"}'], true],
    ['JSON that does not', [forJson, '{"device":"CD1"}'], false],
    ['text that matches a pattern for text', [forText, 'fine'], true],
    ['text that does not', [forText, 'error'], false],
    ['text where the pattern is for JSON', [forJson, 'error'], true],
    ['JSON where the pattern is for text', [forText, '{"device":"CD1"}'], true],
    ['bytes that are no text', [forJson, Buffer.from([0xff, 0xfe])], true],
  ])('passes or drops %s', (_, [pattern, payload], passes) => {
    expect(createPayloadFilter([pattern], 'value')(encoded(payload))).toBe(passes);
  });

  it('passes everything without a pattern, and what one of several matches', () => {
    expect(createPayloadFilter([], 'data')(encoded('x'))).toBe(true);
    expect(createPayloadFilter(['{"data":["a"]}', '{"data":["b"]}'], 'data')(encoded('b'))).toBe(true);
  });

  it('passes a tombstone', () => {
    expect(createPayloadFilter([forJson], 'value')(null)).toBe(true);
  });

  it('rejects a pattern that is not understood', () => {
    expect(() => createPayloadFilter(['{"value":{"n":[{"numeric":[">",0]}]}}'], 'value')).toThrow(
      expect.objectContaining({ code: 'backend-failed' }),
    );
  });
});
