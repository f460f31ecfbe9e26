import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLines } from '../../../localstack/import/csv-lines.ts';

/** RFC 4180: every field in quotes, quotes doubled. */
function written(fields: readonly string[]): string {
  return fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
}

describe('lines of a CSV file', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['a,', ['a', '']],
    [',', ['', '']],
    [' a , b ', [' a ', ' b ']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b""",c', ['a "b"', 'c']],
    ['"",a', ['', 'a']],
    ['7" vinyl,a', ['7" vinyl', 'a']],
    ['"a"b,c', ['"a"b', 'c']],
  ])('have the fields of %j', (text, fields) => {
    expect(csvLines(text)).toEqual([{ line: 1, fields, closed: true }]);
  });

  it.each(['"a,b', 'a,"b', 'a,"b""'])('say that the quotes of %j are open', (text) => {
    expect(csvLines(text)).toEqual([{ line: 1, fields: text.split(','), closed: false }]);
  });

  it('have the numbers they have in the file, whatever ends them', () => {
    const lines = csvLines('\uFEFFa\r\n\nb\rc\n\r\n"d\n');

    expect(lines.map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'a'],
      [3, 'b'],
      [4, 'c'],
      [6, '"d'],
    ]);
  });

  it('are none of an empty file', () => {
    expect(csvLines('')).toEqual([]);
    expect(csvLines('\uFEFF')).toEqual([]);
    expect(csvLines('\r\n\n\r')).toEqual([]);
  });

  it('give back any fields that were written as CSV', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', 'é', '1'), maxLength: 8 });
    const row = fc.array(field, { minLength: 2, maxLength: 7 });

    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        expect(csvLines(rows.map(written).join(end)).map(({ fields }) => fields)).toEqual(rows);
      }),
    );
  });
});
