import * as z from 'zod/mini';
import { event } from '../../../lambdas/contracts/events/event-type.ts';

const key = (data: { readonly bicycle: string }): string => data.bicycle;
const bicycle = z.string();
const bare = z.object({ bicycle });
const because = z.object({ bicycle, reason: z.string() });

/** Somebody wants a bicycle made to measure: starts the saga. */
export const BicycleOrdered = event('bicycle.ordered', { schema: z.object({ bicycle, price: z.int() }), key });

/** Somebody does not want it any more: cancels the saga. */
export const OrderWithdrawn = event('bicycle.withdrawn', { schema: because, key });

export const ReserveFrame = event('frame.reserve', { schema: bare, key });
export const FrameReserved = event('frame.reserved', { schema: z.object({ bicycle, frame: z.string() }), key });
export const FrameRefused = event('frame.refused', { schema: because, key });
export const ReleaseFrame = event('frame.release', { schema: bare, key });
export const FrameReleased = event('frame.released', { schema: bare, key });
export const FrameKept = event('frame.kept', { schema: because, key });

export const BuyWheels = event('wheels.buy', { schema: bare, key });
export const WheelsBought = event('wheels.bought', { schema: z.object({ bicycle, spokes: z.int() }), key });
export const WheelsRefused = event('wheels.refused', { schema: because, key });
export const ReturnWheels = event('wheels.return', { schema: bare, key });
export const WheelsReturned = event('wheels.returned', { schema: bare, key });

export const MixPaint = event('paint.mix', { schema: z.object({ bicycle, frame: z.string() }), key });
export const PaintMixed = event('paint.mixed', { schema: bare, key });
export const PaintRefused = event('paint.refused', { schema: because, key });
export const PourAway = event('paint.pour-away', { schema: bare, key });
export const PouredAway = event('paint.poured-away', { schema: bare, key });

export const ReviewAsked = event('review.asked', { schema: z.object({ bicycle, token: z.string() }), key });

export const BuildBicycle = event('bicycle.build', { schema: bare, key });
export const BicycleBuilt = event('bicycle.built', { schema: bare, key });
export const BuildRefused = event('bicycle.build-refused', { schema: because, key });

/** The customer came for it: nobody was asked for this message. */
export const BicycleFetched = event('bicycle.fetched', { schema: z.object({ bicycle, by: z.string() }), key });

export const SendInvoice = event('invoice.send', { schema: z.object({ bicycle, to: z.string() }), key });
export const InvoiceSent = event('invoice.sent', { schema: bare, key });

export const BicycleSold = event('bicycle.sold', { schema: bare, key });
export const BicycleNotSold = event('bicycle.not-sold', { schema: because, key });
