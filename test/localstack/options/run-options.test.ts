import { isAbsolute } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runDefaults, runOptions, runOptionsHelp } from '../../../localstack/options/run-options.ts';

describe('options of a run', () => {
  it('are all orders of the shipped file, declined above 150.00, with stock for all', () => {
    const { orders, ...others } = runOptions([]);

    expect(orders.map((path) => [isAbsolute(path), path.endsWith(runDefaults.orders)])).toEqual([[true, true]]);
    expect(others).toEqual({
      limit: undefined,
      declineAboveCents: 15_000,
      stock: new Map(),
      directory: undefined,
      brokers: true,
      kafkaNodes: 1,
      json: false,
      help: false,
    });
  });

  it('are what was given, in both spellings of an option', () => {
    const args = [
      '--orders=a.csv',
      '--orders',
      'b.csv',
      '--limit',
      '10',
      '--decline-above',
      '99.5',
      '--directory',
      'd',
      '--json',
    ];

    expect(runOptions([...args, '--no-brokers', '--kafka-nodes', '3', '--stock', 'CD=3', '--stock=LP=0'])).toEqual({
      orders: ['a.csv', 'b.csv'],
      limit: 10,
      declineAboveCents: 9950,
      stock: new Map([
        ['CD', 3],
        ['LP', 0],
      ]),
      directory: 'd',
      brokers: false,
      kafkaNodes: 3,
      json: true,
      help: false,
    });
  });

  it.each(['--help', '-h'])('ask for help by %s', (flag) => {
    expect(runOptions([flag]).help).toBe(true);
  });

  it('take the default limit of a command only when none is given', () => {
    expect(runOptions([], { limit: 500 }).limit).toBe(500);
    expect(runOptions(['--limit', '7'], { limit: 500 }).limit).toBe(7);
  });

  it.each([
    ['0', 0],
    ['0.01', 1],
    ['1.1', 110],
    ['149.99', 14_999],
    ['150', 15_000],
    ['150.00', 15_000],
    ['999999999999.99', 99_999_999_999_999],
  ])('read --decline-above %s as exactly %i cents', (amount, cents) => {
    expect(runOptions(['--decline-above', amount]).declineAboveCents).toBe(cents);
  });

  it('take the last stock that is given for a SKU, and a SKU with an equals sign in it', () => {
    const { stock } = runOptions(['--stock', 'CD=1', '--stock', 'CD=2', '--stock', 'a=b=3']);

    expect([...stock]).toEqual([
      ['CD', 2],
      ['a=b', 3],
    ]);
  });

  it.each<readonly [readonly string[], string]>([
    ...['', '-1', '1.5', 'ten', '1e3', '1234567890'].map(
      (value) => [[`--limit=${value}`], `--limit must be a whole number, got "${value}"`] as const,
    ),
    ...['', '-1', '1.', '.5', '1.005', '1,50', 'much', '1234567890123'].map(
      (value) =>
        [
          [`--decline-above=${value}`],
          `--decline-above must be an amount such as 150 or 149.99, got "${value}"`,
        ] as const,
    ),
    ...['', 'CD', '=1'].map((value) => [[`--stock=${value}`], `--stock must be SKU=N, got "${value}"`] as const),
    ...['-1', '1.5', '', 'all'].map(
      (value) => [['--stock', `CD=${value}`], `--stock must be a whole number, got "${value}"`] as const,
    ),
    ...['', '0', '2', 'three'].map(
      (value) => [[`--kafka-nodes=${value}`], `--kafka-nodes must be 1 or 3, got "${value}"`] as const,
    ),
    [['--fast'], 'options must be known'],
    [['file.csv'], 'options must be known'],
    [['--limit'], 'options must be known'],
    [['--json=yes'], 'options must be known'],
  ])('reject %j', (args, message) => {
    expect(() => runOptions(args)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(message) }),
    );
  });

  it('are explained with their defaults', () => {
    for (const text of ['--orders', '--limit', '--decline-above', '--stock', '--json', '--help', 'default: 150']) {
      expect(runOptionsHelp).toContain(text);
    }
  });
});
