import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** The failure modes that this release promises to survive. */
const promised = range(1, 83);

const comment = /^\s*(?:\/\/|\/?\*).*$/gm;
/** A title, or the part of one that a table of cases fills in. */
const inText = /['"`][^'"`\n]*?failure modes? (?<numbers>\d+(?:(?:, | and )\d+)*)/g;

// The tests are the thing under test here, so this suite reads them from the disk.
const root = new URL('../', import.meta.url);

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function numbersIn(text: string): readonly number[] {
  return [...text.replaceAll(comment, '').matchAll(inText)].flatMap(({ groups }) =>
    (groups?.['numbers']?.match(/\d+/g) ?? []).map(Number),
  );
}

function named(): ReadonlySet<number> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('docs'),
  );
  return new Set(files.flatMap((path) => numbersIn(readFileSync(new URL(path, root), 'utf8'))));
}

describe('the titles of the tests', () => {
  it('name every failure mode that this release promises to survive', () => {
    const found = named();

    expect(promised.filter((number) => !found.has(number))).toEqual([]);
  });

  it.each([
    ["it('failure mode 7: x', () => {", [7]],
    ['it("parks it (failure modes 63 and 81)", () => {', [63, 81]],
    ['describe(`failure modes 1, 2 and 30`)', [1, 2, 30]],
    ["['(failure mode 5) a row'],", [5]],
    ["// it's failure mode 9", []],
    [" * it's failure mode 9", []],
    ["it('no number: a failure mode', () => {", []],
  ])('are read for numbers: %s', (line, numbers) => {
    expect(numbersIn(line)).toEqual(numbers);
  });
});
