import { describe, expect, it } from '@jest/globals';
import { javaMajor } from '../../../../localstack/backends/kafka/java-commands.ts';

describe('javaMajor', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_401"', 1],
    ['spawn java ENOENT', undefined],
  ])('reads the version of %j', (printed, major) => {
    expect(javaMajor(printed)).toBe(major);
  });
});
