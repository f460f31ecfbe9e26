import * as z from 'zod/mini';
import { type EventType, event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Consumer, HandlingContext } from '../../../../lambdas/core/consume/consumer.ts';
import { type Outcome, ok } from '../../../../lambdas/core/consume/outcome.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import type { Parking } from '../../../../lambdas/core/ports/parking.ts';
import type { Visibility } from '../../../../lambdas/core/ports/visibility.ts';
import { arriving } from '../../../support/commands.ts';

/** The one type of these tests. */
export const Noted = event('test.noted', { schema: z.object({ note: z.string() }), key: ({ note }) => note });

/** A record that carries a sound message whose note is the record's id. */
export function delivery(differences: Partial<SourceRecord> & { readonly id: string }): SourceRecord {
  const body = JSON.stringify(arriving(Noted.of({ note: differences.id })));
  return { body, group: undefined, receiveCount: 1, receipt: `receipt-${differences.id}`, ...differences };
}

/** A consumer that does as it is told for each note and keeps what it saw. */
export function notedConsumer(
  answer: (note: string, context: HandlingContext) => Outcome | Promise<Outcome> = () => ok(),
): Consumer<readonly [typeof Noted]> & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    name: 'noter',
    handles: [Noted] as const,
    seen,
    async handle(message, context) {
      seen.push(message.data.note);
      return answer(message.data.note, context);
    },
  };
}

/** A parking that keeps ids and reasons, or refuses everything. */
export function notedParking(refusal?: Error): Parking & { readonly parked: { id: string; reason: string }[] } {
  const parked: { id: string; reason: string }[] = [];
  return {
    parked,
    park: ({ id }, reason) => {
      if (refusal !== undefined) {
        return Promise.reject(refusal);
      }
      parked.push({ id, reason });
      return Promise.resolve();
    },
  };
}

/** A visibility that keeps what it was asked for, or refuses everything. */
export function notedVisibility(refusal?: Error): Visibility & { readonly delayed: (readonly [string, number])[] } {
  const delayed: (readonly [string, number])[] = [];
  return {
    delayed,
    delay: ({ id }, seconds) => {
      delayed.push([id, seconds]);
      return refusal === undefined ? Promise.resolve() : Promise.reject(refusal);
    },
  };
}

/** A type that nobody of these tests handles. */
export const Unknown: EventType = event('test.unknown', { schema: z.unknown(), key: () => 'k' });
