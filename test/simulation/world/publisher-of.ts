import type { OutgoingMessage, Publisher, PublishResult } from '../../../lambdas/core/ports/publisher.ts';
import type { Process } from '../schedule/process.ts';
import { InjectedFailure } from '../schedule/scheduler.ts';
import type { World } from './world.ts';

/** The broker's sending side as one process sees it: every call is a step, and what is accepted goes into the ledger. */
export function publisherOf(world: World, process: Process): Publisher {
  const { scheduler, mutation } = world;
  const label = (messages: readonly OutgoingMessage[]): string => `publish ${messages.map(({ id }) => id).join()}`;
  const seen: Publisher = {
    // A publisher never throws: a call that failed, or whose answer was lost, is reported as not sent.
    async publish(messages) {
      try {
        return await scheduler.call(process, { operation: 'publish', label: label(messages) }, (fault) =>
          accept(
            world,
            process,
            fault === 'partial' ? messages[world.random.below(messages.length)] : undefined,
          )(messages),
        );
      } catch (cause) {
        if (!(cause instanceof InjectedFailure)) {
          throw cause;
        }
        return { failed: messages.map(({ id }) => ({ id, reason: cause.message })) };
      }
    },
  };
  return mutation.publisher?.(seen, process.role) ?? seen;
}

/** Refuses one message and the later ones of its key, as a publisher must, and sends the rest. */
function accept(
  { broker, ledger }: World,
  by: Process,
  refused: OutgoingMessage | undefined,
): (messages: readonly OutgoingMessage[]) => Promise<PublishResult> {
  return async (messages) => {
    const from = refused === undefined ? messages.length : messages.indexOf(refused);
    const held = messages.slice(from).filter(({ key }) => key === refused?.key);
    const sent = messages.filter((message) => !held.includes(message));
    const { failed } = await broker.publisher.publish(sent);
    const unsent = new Set(failed.map(({ id }) => id));
    for (const message of sent.filter(({ id }) => !unsent.has(id))) {
      ledger.note({ kind: 'publication', by, message });
    }
    return { failed: [...failed, ...held.map(({ id }) => ({ id, reason: 'refused' }))] };
  };
}
