import { ReleaseStock, ReserveStock } from '../contracts/orders/inventory-messages.ts';
import type { Consumer, EnvelopeOf } from '../core/consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../core/consume/outcome.ts';
import { conflictLimit } from '../core/event-store/command-consumer.ts';
import { streamOf } from '../core/event-store/decider.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import { type Loaded, emptyStream } from '../core/event-store/loaded-stream.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { type Move, releaseMove, reserveMove } from './next-move.ts';
import { type ReservationState, merged, reservation } from './reservation.ts';

const handles = [ReserveStock, ReleaseStock] as const;
type Command = EnvelopeOf<(typeof handles)[number]>;

/** What the inventory works with. */
export interface InventoryPorts {
  readonly events: EventStore;
  readonly backoff: Backoff;
}

/**
 * Reserves all lines of an order or none, and releases them.
 *
 * An order of more SKUs than a transaction takes is reserved in parts; its reply is committed with the last part,
 * or, when a SKU runs short, with the return of the first.
 */
export function createInventory(ports: InventoryPorts): Consumer {
  const consumer: Consumer<typeof handles> = {
    name: 'inventory',
    handles,
    async handle(command) {
      const stream = streamOf(reservation, command);
      const fresh = command.type === 'stock.reserve';
      const loaded = fresh ? emptyStream(reservation, stream) : await ports.events.load(reservation, stream);
      return carryOut(ports, command, { loaded, shortOf: undefined, conflicts: 0, moved: false });
    },
  };
  return consumer;
}

interface Progress {
  readonly loaded: Loaded<ReservationState>;
  readonly shortOf: string | undefined;
  readonly conflicts: number;
  readonly moved: boolean;
}

async function carryOut(ports: InventoryPorts, command: Command, progress: Progress): Promise<Outcome> {
  let now = progress;
  for (let move = nextMove(command, now); move !== undefined; move = nextMove(command, now)) {
    if (now.conflicts === conflictLimit) {
      return retry('reservation changed too often');
    }
    now = await attempt(ports, { command, progress: now, move });
  }
  return now.moved ? ok() : duplicate();
}

function nextMove({ type, data }: Command, { loaded, shortOf }: Progress): Move | undefined {
  return type === 'stock.reserve'
    ? reserveMove(loaded.state, { orderId: data.orderId, lines: merged(data.lines), shortOf })
    : releaseMove(loaded.state, data.orderId);
}

async function attempt(
  { events, backoff }: InventoryPorts,
  { command, progress, move }: { readonly command: Command; readonly progress: Progress; readonly move: Move },
): Promise<Progress> {
  const result = await events.append(reservation, {
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
