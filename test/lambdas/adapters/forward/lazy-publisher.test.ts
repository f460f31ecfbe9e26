import { describe, expect, it } from '@jest/globals';
import { lazyPublisher } from '../../../../lambdas/adapters/forward/lazy-publisher.ts';
import type { Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const message = { id: 'm1', type: 'placed', key: 'k', body: '{}' };
const accepting: Publisher = { publish: () => Promise.resolve({ failed: [] }) };
const never = (): Promise<void> => new Promise(() => undefined);

function lazily(open: () => Promise<Publisher>, sleep = never) {
  const telemetry = recordingTelemetry();
  return { telemetry, publisher: lazyPublisher({ open, seconds: 1, sleep, telemetry }) };
}

describe('lazyPublisher', () => {
  it('opens once, when something is first published', async () => {
    let opens = 0;
    const { publisher } = lazily(() => {
      opens += 1;
      return Promise.resolve(accepting);
    });
    expect(opens).toBe(0);

    await publisher.publish([message]);
    await publisher.publish([message]);

    expect(opens).toBe(1);
  });

  it('fails what it is given while the broker cannot be reached, says why, and tries to open again', async () => {
    const answers = [Promise.reject(new TypeError('refused')), Promise.resolve(accepting)];
    answers[0]?.catch(() => undefined);
    const { publisher, telemetry } = lazily(() => answers.shift() ?? never().then(() => accepting));

    expect(await publisher.publish([message])).toEqual({ failed: [{ id: 'm1', reason: 'broker not reached' }] });
    expect(telemetry.lines).toEqual(['broker not reached']);
    expect(await publisher.publish([message])).toEqual({ failed: [] });
  });

  it('gives back what the broker is too long in coming for, and goes on waiting for it', async () => {
    let arrive: (publisher: Publisher) => void = () => undefined;
    const arrival = new Promise<Publisher>((resolve) => {
      arrive = resolve;
    });
    const { publisher } = lazily(
      () => arrival,
      () => Promise.resolve(),
    );

    expect((await publisher.publish([message])).failed).toHaveLength(1);
    arrive(accepting);
    await arrival;

    expect(await publisher.publish([message])).toEqual({ failed: [] });
  });
});
