import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLambdaTelemetry } from '../../../../lambdas/adapters/telemetry/lambda-telemetry.ts';
import { metricsNamespace } from '../../../../lambdas/contracts/metrics-namespace.ts';

const written: string[] = [];
const spies: { mockRestore(): void }[] = [];

beforeEach(() => {
  const keep = (chunk: unknown): boolean => {
    written.push(
      ...String(chunk)
        .split('\n')
        .filter((line) => line !== ''),
    );
    return true;
  };
  spies.push(jest.spyOn(process.stdout, 'write').mockImplementation(keep));
  spies.push(jest.spyOn(process.stderr, 'write').mockImplementation(keep));
});

afterEach(() => {
  spies.splice(0).forEach((spy) => {
    spy.mockRestore();
  });
  written.length = 0;
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith('POWERTOOLS_'))) {
    Reflect.deleteProperty(process.env, name);
  }
});

/** The lines as parsed JSON; each must be JSON. */
function lines(): readonly unknown[] {
  return written.map((line) => JSON.parse(line) as unknown);
}

describe('telemetry of a function', () => {
  it('writes one line of the embedded metric format for everything counted in an invocation', () => {
    const telemetry = createLambdaTelemetry({ service: 'payments' });

    telemetry.count('RecordsHandled', 2);
    telemetry.count('RecordsHandled', 3);
    telemetry.count('RecordsParked', 1);
    telemetry.flush();

    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: metricsNamespace,
              Dimensions: [['service']],
              Metrics: [
                { Name: 'RecordsHandled', Unit: 'Count' },
                { Name: 'RecordsParked', Unit: 'Count' },
              ],
            },
          ],
        },
        service: 'payments',
        RecordsHandled: 5,
        RecordsParked: 1,
      },
    ]);
  });

  it('starts each invocation from zero', () => {
    const telemetry = createLambdaTelemetry({ service: 'payments' });
    telemetry.count('RecordsHandled', 2);
    telemetry.flush();
    telemetry.count('RecordsRetried', 1);
    telemetry.flush();

    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toMatchObject({ service: 'payments', RecordsRetried: 1 });
    expect(lines()[1]).not.toHaveProperty('RecordsHandled');
  });

  it('writes one line for an invocation in which nothing was counted', () => {
    createLambdaTelemetry({ service: 'payments' }).flush();

    expect(lines()).toEqual([expect.objectContaining({ level: 'INFO', message: 'nothing to count' })]);
  });

  it('logs fields as JSON with level and service', () => {
    const telemetry = createLambdaTelemetry({ service: 'payments' });

    telemetry.info('a', { messageId: 'm1', afterSeconds: undefined });
    telemetry.warn('b', { records: 2, first: true });

    expect(lines()).toEqual([
      expect.objectContaining({ level: 'INFO', service: 'payments', message: 'a', messageId: 'm1' }),
      expect.objectContaining({ level: 'WARN', service: 'payments', message: 'b', records: 2, first: true }),
    ]);
  });

  it('failure mode 80: logs an error with name, code, message and stack, and nothing else of it', () => {
    const cause = Object.assign(new TypeError('condition failed'), { code: 'store-conflict', Item: 'secret' });

    createLambdaTelemetry({ service: 'payments' }).error('record failed', { messageId: 'm1' }, cause);

    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'record failed',
        messageId: 'm1',
        error: { name: 'TypeError', code: 'store-conflict', message: 'condition failed', stack: cause.stack },
      }),
    ]);
    expect(written.join('')).not.toContain('secret');
  });

  it('keeps to the log level of the environment', () => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'ERROR';
    const telemetry = createLambdaTelemetry({ service: 'payments' });

    telemetry.info('a', {});
    telemetry.warn('b', {});
    telemetry.error('c', {}, undefined);

    expect(lines()).toEqual([expect.objectContaining({ level: 'ERROR', message: 'c' })]);
  });

  it('writes no metrics when the environment disables them', () => {
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
    const telemetry = createLambdaTelemetry({ service: 'payments' });

    telemetry.count('RecordsHandled', 1);
    telemetry.flush();

    expect(written).toEqual([]);
  });
});
