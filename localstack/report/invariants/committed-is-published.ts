import { type Invariant, verdict } from './invariant.ts';

/** 5: no committed message waits in an outbox, and no reply reached a saga that is not committed in a stream or beside it. */
export const committedIsPublished: Invariant = ({ facts }) => {
  const [orders, refunds] = [[...facts.orders.values()], [...facts.refunds.values()]];
  const streams = [...orders.flatMap((order) => Object.values(order.streams)), facts.ledgers];
  const events = [...streams, ...refunds.map(({ restock }) => restock)];
  const committed = new Set([...events.flat().map(({ id }) => id), ...facts.repeatedReplies]);
  const replies = [...orders, ...refunds].flatMap(({ saga }) => saga?.history ?? []).map(({ messageId }) => messageId);
  const ghosts = replies.filter((id) => !committed.has(id)).map((id) => `reply ${id} was never committed`);
  const waiting = facts.pending === 0 ? [] : [`${facts.pending} committed messages wait`];
  const evidence = `0 messages wait in outboxes; all ${replies.length} replies to sagas are committed`;
  return verdict({ number: 5, promise: 'committed means published, published means committed', evidence }, [
    ...waiting,
    ...ghosts,
  ]);
};
