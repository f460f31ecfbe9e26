import { committedIsPublished } from './committed-is-published.ts';
import { compensatedInReverse } from './compensated-in-reverse.ts';
import { effectsInOrder } from './effects-in-order.ts';
import { everyOrderEnds } from './every-order-ends.ts';
import type { InvariantInput, InvariantResult } from './invariant.ts';
import { moneyAndStockConserved } from './money-and-stock-conserved.ts';
import { noEffectTwice } from './no-effect-twice.ts';
import { streamsGapless } from './streams-gapless.ts';

const invariants = [
  everyOrderEnds,
  moneyAndStockConserved,
  noEffectTwice,
  effectsInOrder,
  committedIsPublished,
  compensatedInReverse,
  streamsGapless,
];

/** Checks every invariant of the order pipeline. */
export function checkInvariants(input: InvariantInput): readonly InvariantResult[] {
  return invariants.map((check) => check(input));
}
