import { sagaStory } from '../../../lambdas/testing/saga-story.ts';
import type { SagaStory } from '../../../lambdas/testing/story-script.ts';
import {
  BicycleBuilt,
  BicycleOrdered,
  BuildBicycle,
  BuyWheels,
  FrameReserved,
  MixPaint,
  PaintMixed,
  ReserveFrame,
  WheelsBought,
} from './bicycle-messages.ts';
import { makeBicycle } from './bicycle-saga.ts';

const bicycle = 'b1';

/** A bicycle is ordered, for so many euros. */
export function ordered(price = 900): SagaStory {
  return sagaStory(makeBicycle).given(BicycleOrdered.of({ bicycle, price })).expects(ReserveFrame);
}

/** Its frame is there. */
export function framed(price?: number): SagaStory {
  return ordered(price)
    .when(FrameReserved.of({ bicycle, frame: 'f7' }))
    .expects(BuyWheels, MixPaint);
}

/** All its parts are there. */
export function gathered(price?: number): SagaStory {
  return framed(price)
    .when(PaintMixed.of({ bicycle }))
    .expects()
    .when(WheelsBought.of({ bicycle, spokes: 36 }));
}

/** Nobody changed their mind, so it is to be built. */
export function committed(): SagaStory {
  return gathered().expects().is('waiting').after({ days: 1 }).expects(BuildBicycle);
}

/** It is built. */
export function built(): SagaStory {
  return committed().when(BicycleBuilt.of({ bicycle })).expects().is('waiting');
}
