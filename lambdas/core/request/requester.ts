import { durationSeconds } from '../../contracts/duration.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import { sagaMessages } from '../../contracts/sagas/saga-messages.ts';
import type { Consumer } from '../consume/consumer.ts';
import { type Outcome, duplicate, ok, retry } from '../consume/outcome.ts';
import type { MessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import type { UnitOfWorkDependencies } from '../unit-of-work/unit-parts.ts';
import {
  type StoredRequest,
  causeOfSettlement,
  requestCreation,
  requestKey,
  requestSettled,
  storedRequest,
} from './request-item.ts';
import type { RequestDefinition } from './request.ts';

/** What makes requests as a consumer. */
export interface RequesterOptions extends UnitOfWorkDependencies {
  readonly name: string;
  readonly request: RequestDefinition;
  /** First word of the partitions its items live in; the store its consumer declares. */
  readonly store: string;
  /** The queue it reads, by its name in the definition: replies are sent there. @default replies go to their home */
  readonly replyTo?: string;
  readonly items: ItemStore;
  readonly writer: MessageWriter;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Asks another consumer once for each message that leads to a question, and goes on with the reply or without one.
 *
 * The question is one write, which holds its timer and the message; its settlement one read and one write, which holds
 * what follows. The first of reply and timer settles; late, early, duplicate and unknown ones change nothing and leave a
 * trace. The timer is `sagaMessages(request.name).timerDue`, which its queue accepts.
 */
export function createRequester(options: RequesterOptions): Consumer {
  const { request } = options;
  const { timerDue } = sagaMessages(request.name);
  return {
    name: options.name,
    handles: [request.askedBy, ...request.replies, timerDue],
    handle: (message) => {
      switch (message.type) {
        case request.askedBy.name:
          return ask(options, message);
        case timerDue.name:
          return timeOut(options, message);
        default:
          return answer(options, message);
      }
    },
  };
}

async function ask(options: RequesterOptions, message: Envelope): Promise<Outcome> {
  const { request, store, writer, clock, replyTo } = options;
  const { name, within } = request;
  const dueAt = clock.now() + durationSeconds(within) * 1000;
  const question = {
    ...writer.write(request.ask(message), message),
    // A reply names what caused it, so this leads it back to the request without an index.
    id: questionId(name, message.id),
    ...(replyTo === undefined ? {} : { replyto: replyTo }),
  };
  const unit = createUnitOfWork(options);
  unit.change({
    write: requestCreation(requestKey(store, message.id), { name, dueAt, message }),
    version: 1,
    messages: [outgoingMessage(question)],
  });
  const { ok: isFirst } = await unit.commit();
  return isFirst ? ok() : duplicate();
}

async function answer(options: RequesterOptions, reply: Envelope): Promise<Outcome> {
  const { request } = options;
  const stored = await requestBehind(options, askedIdIn(request.name, reply.causationid));
  if (stored === undefined) {
    return ignored(options, reply, 'no request led to this reply');
  }
  return settle(options, { stored, message: reply, drafts: () => request.answered(reply, stored.asked) });
}

async function timeOut(options: RequesterOptions, timer: Envelope): Promise<Outcome> {
  const stored = await requestBehind(options, timer.subject);
  if (stored === undefined) {
    return ignored(options, timer, 'no request has this timer');
  }
  if (stored.dueAt !== undefined && options.clock.now() < stored.dueAt) {
    return ignored(options, timer, 'the timer has not run out');
  }
  return settle(options, { stored, message: timer, drafts: () => options.request.unanswered(stored.asked) });
}

interface Settlement {
  readonly stored: StoredRequest;
  readonly message: Envelope;
  readonly drafts: () => readonly Draft[];
}

async function settle(options: RequesterOptions, { stored, message, drafts }: Settlement): Promise<Outcome> {
  if (stored.dueAt === undefined) {
    return ignored(options, message, 'the request is settled');
  }
  const { writer } = options;
  const cause = causeOfSettlement(message, stored);
  const messages = drafts().map((draft) => outgoingMessage(writer.write(draft, cause)));
  const unit = createUnitOfWork(options);
  unit.change({ write: requestSettled(stored.key, message.id), version: 2, messages });
  const { ok: isFirst } = await unit.commit();
  return isFirst ? ok() : retry('request changed meanwhile', 0);
}

async function requestBehind(
  { store, items }: RequesterOptions,
  askedId: string | undefined,
): Promise<StoredRequest | undefined> {
  const item = askedId === undefined ? undefined : await items.get(requestKey(store, askedId));
  return item && storedRequest(item);
}

function questionId(name: string, askedId: string): string {
  return `${askedId}.${name}`;
}

function askedIdIn(name: string, causationId: string | undefined): string | undefined {
  const end = questionId(name, '');
  return causationId?.endsWith(end) === true ? causationId.slice(0, -end.length) : undefined;
}

function ignored({ telemetry }: RequesterOptions, message: Envelope, reason: string): Outcome {
  telemetry.count('RepliesIgnored', 1);
  telemetry.warn('reply ignored', { type: message.type, messageId: message.id, key: message.subject, reason });
  return duplicate();
}
