import type { BatchResult } from '../../core/consume/batch-consumer.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { type DeadLetterSender, keptHeaders } from './dead-letter-sender.ts';
import type { HeldMessage, HeldMessages } from './held-messages.ts';

/** What settling works with. */
export interface SettleDependencies {
  readonly held: HeldMessages;
  readonly telemetry: Telemetry;
  readonly pauseMilliseconds: number;
  /** @default a record fails without end */
  readonly deadLetters: { readonly after: number; readonly send: DeadLetterSender } | undefined;
}

/** Tells the server what became of messages; says nothing of those that are not held any more. Never rejects. */
export async function settleMessages(
  taken: readonly HeldMessage[],
  { failed, late = [] }: BatchResult,
  dependencies: SettleDependencies,
): Promise<void> {
  const [failing, untried] = [new Set(failed), new Set(late)];
  const { held } = dependencies;
  await Promise.all(
    taken.map(async (one) => {
      if (held.find(one.id) !== one) {
        return;
      }
      if (!failing.has(one.id)) {
        one.message.ack();
      } else if (untried.has(one.id)) {
        one.message.nak();
      } else {
        await retryOrMove(one, dependencies);
      }
      held.drop(one);
    }),
  );
}

async function retryOrMove(
  one: HeldMessage,
  { deadLetters, telemetry, pauseMilliseconds }: SettleDependencies,
): Promise<void> {
  const { id, message, receiveCount } = one;
  try {
    if (deadLetters !== undefined && receiveCount >= deadLetters.after) {
      await deadLetters.send({
        id,
        reason: `failed ${receiveCount} times`,
        source: message.subject,
        receiveCount,
        body: message.data,
        headers: keptHeaders(message.headers),
      });
      // Terminating keeps a log's message in its stream, and takes it out of a queue.
      message.term('moved to the dead letters');
      return;
    }
  } catch (cause) {
    telemetry.error('record not moved to the dead letters', { recordId: id, receiveCount }, cause);
  }
  message.nak(one.delay ?? pauseMilliseconds);
}
