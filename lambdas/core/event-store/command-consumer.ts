import type { Consumer, EnvelopeOf } from '../consume/consumer.ts';
import { type Outcome, duplicate, ok, park, retry } from '../consume/outcome.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Backoff } from '../ports/backoff.ts';
import { type Decider, streamOf } from './decider.ts';
import type { EventStore } from './event-store.ts';
import { type Loaded, emptyStream } from './loaded-stream.ts';

/** Tries of one command against a stream that others change; then the source delivers it again later. */
export const conflictLimit = 5;

/** What handles the commands of one aggregate. */
export interface CommandConsumerOptions<State, Commands extends readonly EventType[]> {
  readonly name: string;
  readonly decider: Decider<State, Commands>;
  readonly events: EventStore;
  readonly backoff: Backoff;
}

/**
 * Runs a decider as a consumer: load, decide, append, and again from the stream's current state on a conflict.
 *
 * A command that leads to no event counts as a duplicate; one that is answered again costs one write; an impossible one
 * is parked.
 */
export function createCommandConsumer<State, const Commands extends readonly EventType[]>(
  options: CommandConsumerOptions<State, Commands>,
): Consumer<Commands> {
  const { name, decider, events } = options;
  return {
    name,
    handles: decider.commands,
    async handle(command) {
      const stream = streamOf(decider, command);
      const creates = decider.creates?.some((type) => type.name === command.type) ?? false;
      const loaded = creates ? emptyStream(decider, stream) : await events.load(decider, stream);
      return settle(options, { command, loaded, attempt: 1 });
    },
  };
}

interface Try<State, Commands extends readonly EventType[]> {
  readonly command: EnvelopeOf<Commands[number]> & Envelope;
  readonly loaded: Loaded<State>;
  readonly attempt: number;
}

async function settle<State, Commands extends readonly EventType[]>(
  options: CommandConsumerOptions<State, Commands>,
  { command, loaded, attempt }: Try<State, Commands>,
): Promise<Outcome> {
  const { decider, events, backoff } = options;
  const decision = decider.decide(loaded.state, command);
  if (decision.kind === 'impossible') {
    return park(decision.reason);
  }
  if (decision.kind === 'again') {
    return (await events.reply(loaded, { replies: decision.replies, cause: command })) ? ok() : duplicate();
  }
  if (decision.events.length === 0) {
    return duplicate();
  }
  const result = await events.append(decider, { after: loaded, events: decision.events, cause: command });
  if (result.kind === 'appended') {
    return ok();
  }
  if (result.kind === 'refused' || attempt === conflictLimit) {
    return retry('stream changed too often');
  }
  await backoff.wait(attempt);
  return settle(options, { command, loaded: result.stream, attempt: attempt + 1 });
}
