import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import type { Envelope } from '../../../lambdas/contracts/events/envelope.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../../../lambdas/core/consume/outcome.ts';
import type { MessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { waitingIn } from '../../../lambdas/core/outbox/outbox-entries.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import type { Item, ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import { createUnitOfWork } from '../../../lambdas/core/unit-of-work/unit-of-work.ts';
import { DoStep, StepDone, StepRefused, StepUndone, UndoFailed, UndoStep } from './voyage-messages.ts';

/** How the services behave towards one step of one voyage. */
export interface Behaviour {
  /** Whether the step is refused. */
  readonly refuses: boolean;
  /** So many commands get no answer, though they are carried out. */
  readonly silentTimes: number;
  /** So many undos fail before one succeeds. */
  readonly undoFailures: number;
}

/** What services work with. */
export interface ServicesPorts {
  readonly items: ItemStore;
  readonly writer: MessageWriter;
  readonly behaviourOf: (voyage: string, step: string) => Behaviour;
}

/** What one service knows of one step. */
export interface ServiceRecord {
  readonly version: number;
  readonly status: 'none' | 'done' | 'refused' | 'undone';
  readonly asked: number;
  readonly undosAsked: number;
  /** Ids of the commands that it has carried out. */
  readonly seen: readonly string[];
}

/** First word of the partitions in which services keep what they did. */
export const serviceStore = 'service';

const handles = [DoStep, UndoStep] as const;

/** Everybody who does a step for a voyage; a step is done once and taken back once, however often that is asked. */
export function createServices({ items, writer, behaviourOf }: ServicesPorts): Consumer {
  const consumer: Consumer<typeof handles> = {
    name: 'services',
    handles,
    async handle(message) {
      const { voyage, step } = message.data;
      const key = { partition: `${serviceStore}-${voyage}`, sort: step };
      const item = await items.get(key);
      const before = recordOf(item);
      if (before.seen.includes(message.id)) {
        return duplicate();
      }
      const behaviour = behaviourOf(voyage, step);
      const { record, reply } =
        message.type === 'step.do' ? done(before, behaviour, message.data) : undone(before, behaviour, message.data);
      const unit = createUnitOfWork({ items });
      unit.change(
        changeOf(item, {
          key,
          record: { ...record, seen: [...before.seen, message.id] },
          messages: written(writer, reply, message),
        }),
      );
      return outcomeOf(await unit.commit());
    },
  };
  return consumer;
}

type Step = Parameters<typeof StepDone.of>[0];
type Turn = { readonly record: ServiceRecord; readonly reply: Draft | undefined };

function done(before: ServiceRecord, { refuses, silentTimes }: Behaviour, data: Step): Turn {
  const asked = before.asked + 1;
  const status = before.status !== 'none' ? before.status : refuses ? 'refused' : 'done';
  const reply = status === 'done' ? StepDone.of(data) : StepRefused.of({ ...data, reason: status });
  return { record: { ...before, status, asked }, reply: asked > silentTimes ? reply : undefined };
}

function undone(before: ServiceRecord, { undoFailures }: Behaviour, data: Step): Turn {
  const undosAsked = before.undosAsked + 1;
  return undosAsked > undoFailures || before.status === 'undone'
    ? { record: { ...before, status: 'undone', undosAsked }, reply: StepUndone.of(data) }
    : { record: { ...before, undosAsked }, reply: UndoFailed.of(data) };
}

const none: Item['attributes'] = { version: 0, asked: 0, undosAsked: 0 };
const statuses: readonly ServiceRecord['status'][] = ['done', 'refused', 'undone'];

/** What an item of a service says; nothing was asked when there is none. */
export function recordOf(item: Item | undefined): ServiceRecord {
  const { version, status, asked, undosAsked, seen } = item?.attributes ?? none;
  return {
    version: Number(version),
    status: statuses.find((one) => one === status) ?? 'none',
    asked: Number(asked),
    undosAsked: Number(undosAsked),
    seen: Array.isArray(seen) ? seen.map(String) : [],
  };
}

function written(writer: MessageWriter, reply: Draft | undefined, cause: Envelope): Change['messages'] {
  return reply === undefined ? [] : [outgoingMessage(writer.write(reply, cause))];
}

type Change = Parameters<ReturnType<typeof createUnitOfWork>['change']>[0];

function changeOf(
  item: Item | undefined,
  {
    key,
    record,
    messages,
  }: { readonly key: Item['key']; readonly record: ServiceRecord; readonly messages: Change['messages'] },
): Change {
  const version = record.version + 1;
  const set = { ...record, version };
  if (item === undefined) {
    return { write: { kind: 'put', key, attributes: set, when: [{ item: 'absent' }] }, version, messages };
  }
  return {
    write: { kind: 'update', key, set, when: [{ attribute: 'version', is: 'equal', value: record.version }] },
    ...{ version, messages, holds: set, waiting: waitingIn(item) },
  };
}

function outcomeOf(result: { readonly ok: boolean }): Outcome {
  return result.ok ? ok() : retry('step changed meanwhile', 0);
}
