import {
  ReleaseStock,
  ReserveStock,
  RestockReturn,
  StockRefused,
  StockReleased,
  StockReserved,
  StockRestocked,
} from '../contracts/orders/inventory-messages.ts';
import type { Draft } from '../contracts/events/event-type.ts';
import type { Consumer, EnvelopeOf } from '../core/consume/consumer.ts';
import { streamOf } from '../core/event-store/decider.ts';
import { emptyStream } from '../core/event-store/loaded-stream.ts';
import { type InventoryPorts, type Task, carryOut } from './carry-out.ts';
import { merged } from './parts.ts';
import { releaseMove, reserveMove } from './reservation-moves.ts';
import { type ReservationAnswer, type ReservationState, reservation } from './reservation.ts';
import { type RestockState, restock, restockMove } from './restock.ts';

const handles = [ReserveStock, ReleaseStock, RestockReturn] as const;

/**
 * Reserves all lines of an order or none, releases them, and takes back what customers return.
 *
 * Lines of more SKUs than a transaction takes are changed in parts; the reply is committed with the last part, or, when
 * a SKU runs short, with the return of the first.
 */
export function createInventory(ports: InventoryPorts): Consumer {
  const consumer: Consumer<typeof handles> = {
    name: 'inventory',
    handles,
    async handle(command) {
      switch (command.type) {
        case 'stock.reserve':
          return carryOut(ports, reserving(command));
        case 'stock.release':
          return carryOut(ports, await releasing(ports, command));
        case 'stock.restock':
          return carryOut(ports, restocking(command));
      }
    },
  };
  return consumer;
}

/** It usually begins its stream, so it is tried without a read. */
function reserving(command: EnvelopeOf<typeof ReserveStock>): Task<ReservationState> {
  const { orderId, lines } = command.data;
  return {
    command,
    fold: reservation,
    loaded: emptyStream(reservation, streamOf(reservation, command)),
    next: (state, shortOf) => reserveMove(state, { orderId, lines: merged(lines), shortOf }),
    answer: ({ answer }) => (answer?.type === 'stock.released' ? undefined : answerOf(answer)),
  };
}

async function releasing(
  { events }: InventoryPorts,
  command: EnvelopeOf<typeof ReleaseStock>,
): Promise<Task<ReservationState>> {
  return {
    command,
    fold: reservation,
    loaded: await events.load(reservation, streamOf(reservation, command)),
    next: (state) => releaseMove(state, command.data.orderId),
    answer: ({ answer }) => answerOf(answer),
  };
}

function restocking(command: EnvelopeOf<typeof RestockReturn>): Task<RestockState> {
  return {
    command,
    fold: restock,
    loaded: emptyStream(restock, streamOf(restock, command)),
    next: (state) => restockMove(state, command),
    answer: ({ answer }) => answer && { to: answer.causationid, reply: StockRestocked.of(answer.data) },
  };
}

function answerOf(answer: ReservationAnswer | undefined): ReturnType<Task<ReservationState>['answer']> {
  return answer && { to: answer.causationid, reply: replyOf(answer) };
}

function replyOf(answer: ReservationAnswer): Draft {
  switch (answer.type) {
    case 'stock.reserved':
      return StockReserved.of(answer.data);
    case 'stock.refused':
      return StockRefused.of(answer.data);
    case 'stock.released':
      return StockReleased.of(answer.data);
  }
}
