import { saga } from '../../../lambdas/core/saga/saga.ts';
import {
  BicycleBuilt,
  BicycleFetched,
  BicycleNotSold,
  BicycleOrdered,
  BicycleSold,
  BuildBicycle,
  BuildRefused,
  BuyWheels,
  FrameKept,
  FrameRefused,
  FrameReleased,
  FrameReserved,
  InvoiceSent,
  MixPaint,
  OrderWithdrawn,
  PaintMixed,
  PaintRefused,
  PourAway,
  PouredAway,
  ReleaseFrame,
  ReserveFrame,
  ReturnWheels,
  ReviewAsked,
  SendInvoice,
  WheelsBought,
  WheelsRefused,
  WheelsReturned,
} from './bicycle-messages.ts';

const options = { startedBy: BicycleOrdered, cancelledBy: OrderWithdrawn, deadline: { days: 30 } } as const;

export const makeBicycle = saga('make-bicycle', { ...options, version: 2 })
  .step('frame', {
    send: ({ bicycle }) => ReserveFrame.of({ bicycle }),
    ok: FrameReserved,
    refused: FrameRefused,
    timeout: { minutes: 10 },
    retry: { attempts: 2 },
    undo: {
      send: ({ bicycle }) => ReleaseFrame.of({ bicycle }),
      done: FrameReleased,
      failed: FrameKept,
      retry: { attempts: 3 },
    },
  })
  .parallel({
    wheels: {
      send: ({ bicycle }) => BuyWheels.of({ bicycle }),
      ok: WheelsBought,
      refused: WheelsRefused,
      undo: { send: ({ bicycle }) => ReturnWheels.of({ bicycle }), done: WheelsReturned },
    },
    paint: {
      send: ({ bicycle }, { frame }) => MixPaint.of({ bicycle, frame: frame.frame }),
      ok: PaintMixed,
      refused: PaintRefused,
      undo: { send: ({ bicycle }) => PourAway.of({ bicycle }), done: PouredAway },
    },
  })
  .approval('review', {
    asks: ({ bicycle }, _results, { token }) => ReviewAsked.of({ bicycle, token }),
    within: { hours: 24 },
    when: ({ price }) => price > 5000,
  })
  .timer('change-of-mind', { waits: () => ({ days: 1 }) })
  .pivot('build', { send: ({ bicycle }) => BuildBicycle.of({ bicycle }), ok: BicycleBuilt, refused: BuildRefused })
  .receive('fetched', { message: BicycleFetched, within: { days: 14 } })
  .step('invoice', {
    send: ({ bicycle }, { fetched }) => SendInvoice.of({ bicycle, to: fetched.by }),
    ok: InvoiceSent,
  })
  .completes(({ bicycle }) => BicycleSold.of({ bicycle }))
  .fails(({ bicycle }, { reason }) => BicycleNotSold.of({ bicycle, reason }));
