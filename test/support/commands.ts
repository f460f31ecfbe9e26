import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { type Cause, createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { fixedClock } from './fixed-clock.ts';
import { fixedIds } from './fixed-ids.ts';

const writer = createMessageWriter({ ids: fixedIds('test-'), clock: fixedClock(), source: '/test' });

/** A draft as it would arrive: in an envelope with an id of its own. */
export function arriving<Name extends string, Data>(draft: Draft<Name, Data>, cause?: Cause): Envelope<Name, Data> {
  return writer.write(draft, cause);
}
