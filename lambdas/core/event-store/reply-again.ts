import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import { carrierMark } from '../outbox/outbox-carrier.ts';
import type { Cause } from '../outbox/message-writer.ts';
import type { Item } from '../ports/item-store.ts';
import { createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
import type { CommitAppendsDependencies } from './commit-appends.ts';
import type { Loaded } from './loaded-stream.ts';
import { recordedEvents } from './recorded-events.ts';
import { tipKey } from './tip.ts';

/** Replies that were given before, and the command that asks for them again. */
export interface Replies {
  readonly replies: readonly Draft[];
  readonly cause: Cause & Pick<Envelope, 'id'>;
}

/** The attribute of such an item that lists the ids of what was said, also when it is published. */
const repliesAttribute = 'replies';

/**
 * Publishes replies from an item of their own beside the stream: an event that happened once stands there once.
 *
 * The item is named after the command, so that a redelivery of it says nothing new, and is dropped some days after its
 * messages were published.
 */
export async function replyAgain(
  dependencies: CommitAppendsDependencies,
  { stream, tip: { version } }: Loaded<unknown>,
  { replies, cause }: Replies,
): Promise<boolean> {
  const { messages } = await recordedEvents(dependencies, { drafts: replies, cause });
  const { partition, sort } = tipKey(stream);
  const unit = createUnitOfWork(dependencies);
  unit.change({
    write: {
      kind: 'put',
      key: { partition, sort: `outbox#${sort}#reply#${cause.id}` },
      attributes: { version, [carrierMark]: true, [repliesAttribute]: messages.map(({ id }) => id) },
      when: [{ item: 'absent' }],
    },
    version,
    messages,
  });
  const { ok } = await unit.commit();
  return ok;
}

/** Ids of the replies that an item was made for; none for any other item. */
export function repliesIn({ attributes }: Pick<Item, 'attributes'>): readonly string[] {
  const { [repliesAttribute]: replies } = attributes;
  return Array.isArray(replies) ? replies.filter((id) => typeof id === 'string') : [];
}
