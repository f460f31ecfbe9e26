import * as z from 'zod/mini';
import { type EventType, event } from '../events/event-type.ts';

const addressed = { key: z.string(), step: z.string(), generation: z.int() };

const TimerDueData = z.object(addressed);

const DecidedData = z.object({
  ...addressed,
  decision: z.enum(['approved', 'rejected']),
  /** Who decided. */
  by: z.string(),
  reason: z.optional(z.string()),
});

/** A timer of a saga has run out; `step` and `generation` say which, so that an old one changes nothing. */
export type TimerDue = z.infer<typeof TimerDueData>;

/** Somebody decided what a saga had asked. */
export type Decided = z.infer<typeof DecidedData>;

/** The messages that a saga receives from timers and from people; they go to the queue of its consumer. */
export interface SagaMessages<Name extends string = string> {
  readonly timerDue: EventType<`${Name}.timer-due`, TimerDue>;
  readonly decided: EventType<`${Name}.decided`, Decided>;
}

const byName = new Map<string, SagaMessages>();

/** The messages of the saga of some name: the same value whenever the same name is asked for. */
export function sagaMessages<const Name extends string>(name: Name): SagaMessages<Name> {
  const known = byName.get(name) ?? {
    timerDue: event(`${name}.timer-due`, { schema: TimerDueData, key: keyOf }),
    decided: event(`${name}.decided`, { schema: DecidedData, key: keyOf }),
  };
  byName.set(name, known);
  return known as SagaMessages<Name>;
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}
