import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { dispatchHost } from '../../../../lambdas/adapters/lambda/dispatch-host.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const dependencies = { items: createMemoryItemStore(), telemetry: recordingTelemetry(), clock: fixedClock() };
const publisherOf = () => ({ publish: () => Promise.resolve({ failed: [] }) });
const pipeline = {
  ...orders,
  consumers: { ...orders.consumers, shipping: { ...orders.consumers.shipping, dispatch: 'at once' } as const },
};

describe('dispatchHost', () => {
  it('gives a dispatch to a consumer that dispatches at once', () => {
    const { dispatch } = dispatchHost({ pipeline, name: 'shipping', publisherOf }, dependencies);

    expect(dispatch?.claim()).toBe(dependencies.clock.now() + 5000);
  });

  it('gives none to a consumer that leaves it to the relay, and opens no publisher', () => {
    const never = (): never => {
      throw new TypeError('opened');
    };

    expect(dispatchHost({ pipeline, name: 'payments', publisherOf: never }, dependencies)).toEqual({});
  });

  it('fails when the consumer brings no publisher', () => {
    expect(() => dispatchHost({ pipeline, name: 'shipping' }, dependencies)).toThrow(
      expect.objectContaining({ code: 'environment-invalid' }),
    );
  });
});
