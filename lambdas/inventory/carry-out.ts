import type { Draft } from '../contracts/events/event-type.ts';
import type { Envelope } from '../contracts/events/envelope.ts';
import { type Outcome, duplicate, ok, retry } from '../core/consume/outcome.ts';
import { conflictLimit } from '../core/event-store/command-consumer.ts';
import type { Fold } from '../core/event-store/decider.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Loaded } from '../core/event-store/loaded-stream.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import type { Move } from './move.ts';

/** What the inventory works with. */
export interface InventoryPorts {
  readonly events: EventStore;
  readonly backoff: Backoff;
}

/** A command that takes as many transactions as it has parts. */
export interface Task<State> {
  readonly command: Envelope;
  readonly fold: Fold<State>;
  readonly loaded: Loaded<State>;
  /** The next transaction; undefined when nothing is left to do. `shortOf` is a SKU of which there is too little. */
  readonly next: (state: State, shortOf: string | undefined) => Move | undefined;
  /** What the command was answered, and by the id of which command; undefined when it needs no answer any more. */
  readonly answer: (state: State) => { readonly to: string | undefined; readonly reply: Draft } | undefined;
}

interface Progress<State> {
  readonly loaded: Loaded<State>;
  readonly shortOf: string | undefined;
  readonly conflicts: number;
  readonly moved: boolean;
}

/**
 * Moves on until nothing is left to do; the stream remembers how far it came, so a repeated command goes on from there.
 *
 * A command of something that is settled is answered again, unless it is the very one that was answered.
 */
export async function carryOut<State>(ports: InventoryPorts, task: Task<State>): Promise<Outcome> {
  let now: Progress<State> = { loaded: task.loaded, shortOf: undefined, conflicts: 0, moved: false };
  for (let move = nextOf(task, now); move !== undefined; move = nextOf(task, now)) {
    if (now.conflicts === conflictLimit) {
      return retry('stock changed too often');
    }
    now = await attempt(ports, task, { progress: now, move });
  }
  return now.moved ? ok() : answeredAgain(ports, task, now.loaded);
}

function nextOf<State>({ next }: Task<State>, { loaded, shortOf }: Progress<State>): Move | undefined {
  return next(loaded.state, shortOf);
}

async function attempt<State>(
  { events, backoff }: InventoryPorts,
  { fold, command }: Task<State>,
  { progress, move }: { readonly progress: Progress<State>; readonly move: Move },
): Promise<Progress<State>> {
  const result = await events.append(fold, {
    after: progress.loaded,
    events: move.events,
    cause: command,
    alongside: move.stock,
  });
  switch (result.kind) {
    case 'appended':
      return { ...progress, loaded: result.stream, moved: true };
    case 'refused':
      return { ...progress, shortOf: move.lines[result.alongside[0] ?? 0]?.sku, conflicts: progress.conflicts + 1 };
    case 'conflict':
      await backoff.wait(progress.conflicts + 1);
      return { ...progress, loaded: result.stream, conflicts: progress.conflicts + 1 };
  }
}

async function answeredAgain<State>(
  { events }: InventoryPorts,
  { command, answer }: Task<State>,
  loaded: Loaded<State>,
): Promise<Outcome> {
  const given = answer(loaded.state);
  const said =
    given !== undefined &&
    given.to !== command.id &&
    (await events.reply(loaded, { replies: [given.reply], cause: command }));
  return said ? ok() : duplicate();
}
