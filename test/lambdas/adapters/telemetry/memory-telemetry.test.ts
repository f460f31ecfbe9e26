import { describe, expect, it } from '@jest/globals';
import { type LogLine, createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';

describe('telemetry in memory', () => {
  it('adds up what is counted and forgets nothing on a flush', () => {
    const telemetry = createMemoryTelemetry();

    telemetry.count('RecordsHandled', 2);
    telemetry.flush();
    telemetry.count('RecordsHandled', 3);

    expect(telemetry.counted('RecordsHandled')).toBe(5);
    expect(telemetry.counted('RecordsParked')).toBe(0);
  });

  it('passes each line on with its level', () => {
    const lines: LogLine[] = [];
    const telemetry = createMemoryTelemetry({ write: (line) => lines.push(line) });
    const cause = new TypeError('broken');

    telemetry.info('a', { id: '1' });
    telemetry.warn('b', {});
    telemetry.error('c', {}, cause);

    expect(lines).toEqual([
      { level: 'info', message: 'a', fields: { id: '1' } },
      { level: 'warn', message: 'b', fields: {} },
      { level: 'error', message: 'c', fields: {}, cause },
    ]);
  });
});
