import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { OrderConfirmed } from '../../../lambdas/contracts/orders/order-messages.ts';
import { duplicate, ok } from '../../../lambdas/core/consume/outcome.ts';
import { createLogPartner } from '../../../lambdas/notify-partner/log-partner.ts';
import { createNotifyPartner } from '../../../lambdas/notify-partner/notify-partner.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';

describe('notifying the partner', () => {
  it('announces a parcel once, by its ids alone', async () => {
    const telemetry = recordingTelemetry();
    const ports = { items: createMemoryItemStore(), clock: fixedClock(), ids: fixedIds('try-'), fingerprint };
    const consumer = createNotifyPartner({ ...ports, partner: createLogPartner(telemetry) });
    const confirmed = arriving(
      OrderConfirmed.of({ orderId: 'o1', customerId: 'c1', parcel: 'parcel-o1', total: 1000 }),
    );
    const context = { deadline: Date.UTC(2026, 0, 2), receiveCount: 1 };

    expect(await consumer.handle(confirmed, context)).toEqual(ok());
    expect(await consumer.handle(confirmed, context)).toEqual(duplicate());

    expect(telemetry.lines).toEqual(['partner notified']);
  });
});
