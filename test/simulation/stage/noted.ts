import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import type { Stage } from './stage.ts';

/** What a consumer says it has done goes into the ledger, under the source that it reads. */
export function noted({ ledger }: Pick<Stage, 'ledger'>, queue: string, consumer: Consumer): Consumer {
  return {
    ...consumer,
    async handle(message, context) {
      const outcome = await consumer.handle(message, context);
      if (outcome.kind === 'ok') {
        ledger.note({ kind: 'handling', queue, key: message.subject, id: message.id });
      }
      return outcome;
    },
  };
}
