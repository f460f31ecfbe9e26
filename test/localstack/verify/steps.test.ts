import { describe, expect, it } from '@jest/globals';
import { chosenSteps, steps } from '../../../localstack/verify/steps.ts';

const names = (choice: Parameters<typeof chosenSteps>[0]): readonly string[] =>
  chosenSteps(choice).map(({ name }) => name);

describe('chosenSteps', () => {
  it('takes every step when nothing is left out', () => {
    expect(chosenSteps({ backends: true })).toEqual(steps);
  });

  it('leaves out what needs a backend, and nothing else', () => {
    const left = names({ backends: false });

    expect(steps.map(({ name }) => name).filter((name) => !left.includes(name))).toEqual([
      'brokers',
      'integration',
      'e2e',
    ]);
  });

  it('takes the named steps in their own order', () => {
    expect(names({ only: ['unit', 'types, lint'], backends: true })).toEqual(['lint', 'types', 'unit']);
  });

  it('rejects a name that no step has, listing those there are', () => {
    expect(() => chosenSteps({ only: ['lints'], backends: true })).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(/lint, types.*got "lints"/u) }),
    );
  });
});
