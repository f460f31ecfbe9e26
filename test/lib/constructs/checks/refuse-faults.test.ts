import { describe, expect, it } from '@jest/globals';
import { within } from '../../../../lib/constructs/checks/check.ts';
import { ConstructError } from '../../../../lib/constructs/checks/construct-error.ts';
import { refuseFaults } from '../../../../lib/constructs/checks/refuse-faults.ts';
import { createStack } from '../../synth.ts';

const limits = { what: 'size', unit: 's', remedy: 'choose less' } as const;

describe('refuseFaults', () => {
  it('reports all faults together, each with value, limit and remedy, under the path of the construct', () => {
    const checks = [
      within({ ...limits, value: 11, most: 10 }),
      within({ ...limits, what: 'count', value: 5, most: 10 }),
      within({ ...limits, what: 'age', value: 0, least: 1 }),
    ];

    const refuse = (): void => {
      refuseFaults(createStack(), checks);
    };

    expect(refuse).toThrow(
      new ConstructError('Test', [
        'size must be at most 10 s, got 11 s: choose less',
        'age must be at least 1 s, got 0 s: choose less',
      ]),
    );
    expect(refuse).toThrow(expect.objectContaining({ code: 'construct-invalid', name: 'ConstructError' }));
  });

  it('accepts settings without a fault', () => {
    expect(() => {
      refuseFaults(createStack(), [within({ ...limits, value: 1, most: 10 })]);
    }).not.toThrow();
  });
});
