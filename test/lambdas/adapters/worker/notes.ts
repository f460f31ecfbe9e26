import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { type Outcome, ok, retry } from '../../../../lambdas/core/consume/outcome.ts';
import type { IdempotencyDependencies } from '../../../../lambdas/core/idempotency/idempotency-dependencies.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { arriving } from '../../../support/commands.ts';
import { Noted } from './moved-pipeline.ts';

const keys = ['a', 'b', 'c', 'd'];

/** Notes of some keys, and three with keys of their own: one that fails twice, one that always does, one that is none. */
export function notes(): readonly OutgoingMessage[] {
  const sound = keys.flatMap((key) =>
    [1, 2, 3, 4, 5].map((count) => arriving(Noted.of({ note: `${key}${count}`, key }))),
  );
  const failing = ['late', 'always'].map((note) => arriving(Noted.of({ note, key: note })));
  const poison = { ...arriving(Noted.of({ note: 'poison', key: 'poison' })), data: { note: 'poison' } };
  return [...sound, ...failing, poison].map((envelope) => outgoingMessage(envelope));
}

/** What comes of them wherever they are read. */
export const expected = {
  effects: [...keys.flatMap((key) => [1, 2, 3, 4, 5].map((count) => `${key}${count}`)), 'late'].sort(),
  letters: ['always', 'poison'],
};

/** The reader: its effect is outside the store, and to be had once for each note. */
export function createReader(ports: IdempotencyDependencies, effects: string[]): Consumer {
  const tries = new Map<string, number>();
  return idempotent(
    {
      name: 'reader',
      handles: [Noted],
      handle: ({ data: { note } }) => {
        const count = (tries.get(note) ?? 0) + 1;
        tries.set(note, count);
        return Promise.resolve(outcome(note, count, effects));
      },
    },
    ports,
  );
}

/** The reader once its fault is mended: it fails at nothing that it can read. */
export function createMendedReader(ports: IdempotencyDependencies, effects: string[]): Consumer {
  return idempotent(
    {
      name: 'reader',
      handles: [Noted],
      handle: ({ data: { note } }) => {
        effects.push(note);
        return Promise.resolve(ok());
      },
    },
    ports,
  );
}

function outcome(note: string, count: number, effects: string[]): Outcome {
  if (note === 'always' || (note === 'late' && count < 3)) {
    return retry(`${note} it fails`, 0);
  }
  effects.push(note);
  return ok();
}

/** The notes in some dead letters. */
export function noteIn(body: string): string {
  const { data } = JSON.parse(body) as { readonly data: { readonly note: string } };
  return data.note;
}
