import type { OutgoingMessage, Publisher, PublishResult } from '../../../lambdas/core/ports/publisher.ts';
import type { Process } from '../schedule/process.ts';
import { InjectedFailure } from '../schedule/scheduler.ts';
import type { Stage } from './stage.ts';

/** The broker's sending side as one process sees it: every call is a step, and what is accepted goes into the ledger. */
export function publisherOf(stage: Stage, process: Process, to = stage.broker.publisher): Publisher {
  const { scheduler, mutation, random } = stage;
  const label = (messages: readonly OutgoingMessage[]): string => `publish ${messages.map(({ id }) => id).join()}`;
  const seen: Publisher = {
    // A publisher never throws: a call that failed, or whose answer was lost, is reported as not sent.
    async publish(messages) {
      if (messages.length === 0) {
        return { failed: [] };
      }
      try {
        return await scheduler.call(process, { operation: 'publish', label: label(messages) }, (fault) => {
          const refused = fault === 'partial' ? messages[random.below(messages.length)] : undefined;
          return accept(stage, { by: process, to }, { messages, refused });
        });
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
async function accept(
  { ledger, scheduler }: Stage,
  { by, to }: { readonly by: Process; readonly to: Publisher },
  {
    messages,
    refused,
  }: { readonly messages: readonly OutgoingMessage[]; readonly refused?: OutgoingMessage | undefined },
): Promise<PublishResult> {
  const from = refused === undefined ? messages.length : messages.indexOf(refused);
  const held = messages.slice(from).filter(({ key }) => key === refused?.key);
  const sent = messages.filter((message) => !held.includes(message));
  const { failed } = await to.publish(sent);
  const unsent = new Set(failed.map(({ id }) => id));
  for (const message of sent.filter(({ id }) => !unsent.has(id))) {
    ledger.note({ kind: 'publication', by, message });
    scheduler.statistics.redriven += by.role === 'operator' ? 1 : 0;
  }
  return { failed: [...failed, ...held.map(({ id }) => ({ id, reason: 'refused' }))] };
}
