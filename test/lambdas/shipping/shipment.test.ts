import { describe, expect, it } from '@jest/globals';
import { ShipOrder } from '../../../lambdas/contracts/orders/shipping-messages.ts';
import { shipment } from '../../../lambdas/shipping/shipment.ts';
import { given } from '../../support/given.ts';

describe('a shipment', () => {
  it('is sent once, however often it is asked, in a parcel named after its order', () => {
    const ship = ShipOrder.of({ orderId: 'o1', customerId: 'c1' });

    expect(given(shipment).when(ship).when(ship).data()).toEqual([{ orderId: 'o1', parcel: 'parcel-o1' }]);
  });

  it('answers a command that is sent again with the parcel that is on its way', () => {
    const ship = ShipOrder.of({ orderId: 'o1', customerId: 'c1' });

    expect(given(shipment).when(ship).when(ship).again()[0]?.data).toEqual({ orderId: 'o1', parcel: 'parcel-o1' });
  });
});
