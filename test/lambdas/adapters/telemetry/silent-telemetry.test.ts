import { describe, expect, it } from '@jest/globals';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';

describe('silent telemetry', () => {
  it('takes everything and says nothing', () => {
    const tell = (): void => {
      silentTelemetry.count('RecordsHandled', 1);
      silentTelemetry.info('a', {});
      silentTelemetry.warn('b', {});
      silentTelemetry.error('c', {}, undefined);
      silentTelemetry.flush();
    };

    expect(tell).not.toThrow();
  });
});
