import type { Duration } from '../../contracts/duration.ts';
import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../consume/consumer.ts';

/** A question to another consumer: what leads to it, what may answer it, and what follows. */
export interface RequestDefinition<
  Asked extends EventType = EventType,
  Replies extends readonly EventType[] = readonly EventType[],
> {
  /** Lower-case words with dashes; part of the ids of its messages and of the name of its timer. */
  readonly name: string;
  /** Each message of this type asks once. */
  readonly askedBy: Asked;
  /** Types that may answer; the queue of the asker `answers` them. */
  readonly replies: Replies;
  /** How long a reply is waited for. */
  readonly within: Duration;
  /** What is sent. Must be pure. */
  ask(message: EnvelopeOf<Asked>): Draft;
  /** What a reply leads to. Must be pure. */
  answered(reply: EnvelopeOf<Replies[number]>, asked: EnvelopeOf<Asked>['data']): readonly Draft[];
  /** What it leads to that no reply came in time. Must be pure. */
  unanswered(asked: EnvelopeOf<Asked>['data']): readonly Draft[];
}

/** Declares a request, with the types of its messages. */
export function request<Asked extends EventType, const Replies extends readonly EventType[]>(
  definition: RequestDefinition<Asked, Replies>,
): RequestDefinition<Asked, Replies> {
  return definition;
}
