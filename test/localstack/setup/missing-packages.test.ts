import { describe, expect, it } from '@jest/globals';
import { missingPackages } from '../../../localstack/setup/missing-packages.mjs';

const lock = { packages: { '': { version: '1.0.0' }, 'node_modules/zod': { version: '4.0.0' } } };
const lockWithOptional = { packages: { 'node_modules/fsevents': { version: '2.0.0', optional: true } } };

function installation(versions: Readonly<Record<string, string | undefined>>): {
  packages: Record<string, { version?: string }>;
} {
  return {
    packages: Object.fromEntries(
      Object.entries(versions).map(([folder, version]) => [folder, version === undefined ? {} : { version }]),
    ),
  };
}

describe('missingPackages', () => {
  it.each([
    { claim: 'nothing when all is installed in its version', found: { 'node_modules/zod': '4.0.0' }, expected: [] },
    { claim: 'a package that is not installed', found: { 'node_modules/ms': '2.0.0' }, expected: ['node_modules/zod'] },
    {
      claim: 'a package installed in another version',
      found: { 'node_modules/zod': '3.9.9' },
      expected: ['node_modules/zod'],
    },
  ])('answers $claim', ({ found, expected }) => {
    expect(missingPackages(lock, installation(found))).toEqual(expected);
  });

  it('answers no optional package that is absent: it is for another platform', () => {
    const missing = missingPackages(lockWithOptional, { packages: {} });

    expect(missing).toEqual([]);
  });

  it('answers an optional package installed in another version', () => {
    const missing = missingPackages(lockWithOptional, installation({ 'node_modules/fsevents': '1.0.0' }));

    expect(missing).toEqual(['node_modules/fsevents']);
  });

  it('answers every package when nothing says what is installed', () => {
    expect(missingPackages(lock, {})).toEqual(['node_modules/zod']);
  });
});
