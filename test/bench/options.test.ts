import { describe, expect, it } from '@jest/globals';
import { benchNames, benchOptions } from '../../bench/options.ts';

describe('options of the benches', () => {
  it('take all benches and print text by default', () => {
    expect(benchOptions([])).toEqual({ only: benchNames, json: false, write: false, help: false });
  });

  it('take the named benches in the order in which they run', () => {
    expect(benchOptions(['--only', 'synth, embedded']).only).toEqual(['embedded', 'synth']);
  });

  it.each([
    [
      ['--only', 'all'],
      '--only must name some of embedded, bundles, consume, idempotency, memory-store, endpoint-store, saga, replay, publish, brokers, simulation, synth, got "all"',
    ],
    [['--only', 'synth', '--write'], '--write must come without --only, got both'],
    [['--fast'], 'options must be those that --help lists, got: '],
    [['fast'], 'options must be those that --help lists, got: '],
  ])('reject %j', (args, message) => {
    expect(() => benchOptions(args)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(message) }),
    );
  });
});
