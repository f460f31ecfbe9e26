import { describe, expect, it } from '@jest/globals';
import { defaultSeeds, simulateOptions } from './options.ts';

describe('the options of the simulation', () => {
  it('run the schedules of npm test when nothing is said', () => {
    expect(simulateOptions([])).toEqual({
      world: undefined,
      ...{ seeds: defaultSeeds, seed: undefined, mutants: false, json: false, write: false, help: false },
    });
  });

  it('name a number of schedules, one of them, or the mutants', () => {
    expect(simulateOptions(['--seeds', '2000', '--json'])).toMatchObject({ seeds: 2000, json: true });
    expect(simulateOptions(['--seed', '17'])).toMatchObject({ seed: 17 });
    expect(simulateOptions(['--mutants', '--write'])).toMatchObject({ mutants: true, write: true });
  });

  it.each([
    [['--seeds', '0'], '--seeds must be a whole number above 0, got "0"'],
    [['--seeds', '1e3'], '--seeds must be a whole number above 0, got "1e3"'],
    [['--seed', ''], '--seed must be a whole number above 0, got ""'],
    [['--seed', '1', '--seeds', '2'], '--seed must come without --seeds, got both'],
    [['--seed', '1', '--mutants'], '--seed must come without --mutants, got both'],
    [['--seed', '1', '--write'], '--seed must come without --write, got both'],
    [['--mutants', '--seeds', '2'], '--mutants must come without --seeds, got both'],
    [['--world', 'flat'], '--world must be one of orders'],
    [['--sedes', '1'], 'options must be those that --help lists'],
  ])('rejects %j', (args, message) => {
    expect(() => simulateOptions(args)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(message) }),
    );
  });
});
