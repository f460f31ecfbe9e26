import { type Invariant, verdict } from './invariant.ts';

/** 5: no committed message waits in an outbox, and no reply reached a saga that is not committed in a stream. */
export const committedIsPublished: Invariant = ({ facts }) => {
  const orders = [...facts.orders.values()];
  const committed = new Set(orders.flatMap(({ streams }) => Object.values(streams).flat()).map(({ id }) => id));
  const replies = orders.flatMap(({ saga }) => saga?.history ?? []).map(({ messageId }) => messageId);
  const ghosts = replies.filter((id) => !committed.has(id)).map((id) => `reply ${id} was never committed`);
  const waiting = facts.pending === 0 ? [] : [`${facts.pending} committed messages wait`];
  const evidence = `0 messages wait in outboxes; all ${replies.length} replies to sagas are committed`;
  return verdict({ number: 5, promise: 'committed means published, published means committed', evidence }, [
    ...waiting,
    ...ghosts,
  ]);
};
