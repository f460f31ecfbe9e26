import { describe, it } from '@jest/globals';
import { OrderShipped, ShipOrder } from '../../../lambdas/contracts/orders/shipping-messages.ts';
import { shipment } from '../../../lambdas/shipping/shipment.ts';
import { given } from '../../../lambdas/testing/decider-story.ts';

const ship = ShipOrder.of({ orderId: 'o1', customerId: 'c1' });
const shipped = OrderShipped.of({ orderId: 'o1', parcel: 'parcel-o1' });

describe('a shipment', () => {
  it('is sent in a parcel named after its order', () => {
    given(shipment, []).when(ship).then(shipped);
  });

  it('answers a command that is sent again with the parcel that is on its way, and sends no other', () => {
    given(shipment, [shipped]).when(ship).thenAgain(shipped);
  });
});
