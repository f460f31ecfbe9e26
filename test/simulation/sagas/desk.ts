import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { type Outcome, ok, retry } from '../../../lambdas/core/consume/outcome.ts';
import { readApprovalToken } from '../../../lambdas/core/approval/approval-token.ts';
import type { MessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { Publisher } from '../../../lambdas/core/ports/publisher.ts';
import type { TokenSigner } from '../../../lambdas/core/ports/token-signer.ts';
import { sagaMessages } from '../../../lambdas/contracts/sagas/saga-messages.ts';
import type { Decision } from './scenario.ts';
import { DecisionWanted } from './voyage-messages.ts';

/** What a desk works with. */
export interface DeskPorts {
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly signer: TokenSigner;
  readonly writer: MessageWriter;
  readonly decisionOf: (voyage: string) => Decision;
}

/** Seconds after which somebody looks again at what they mean to decide too late. */
const laterSeconds = 900;

/** Where people decide about voyages; `when it is too late`, they send their decision all the same. */
export function createDesk(ports: DeskPorts): Consumer {
  const consumer: Consumer<readonly [typeof DecisionWanted]> = {
    name: 'desk',
    handles: [DecisionWanted],
    async handle(message) {
      const { voyage, token } = message.data;
      const decision = ports.decisionOf(voyage);
      const asked = await readApprovalToken(ports.signer, token);
      if (asked === undefined) {
        return retry('token must be signed');
      }
      if (decision === 'when it is too late' && ports.clock.now() <= asked.expiresAt) {
        return retry('not yet', laterSeconds);
      }
      const { key, step, generation } = asked;
      for (const [at, what] of decisionsIn(decision).entries()) {
        const { decided } = sagaMessages(asked.saga);
        const draft = decided.of({ key, step, generation, decision: what, by: `clerk ${at}` });
        const { failed } = await ports.publisher.publish([outgoingMessage(ports.writer.write(draft, message))]);
        if (failed.length > 0) {
          return retry('decision not sent');
        }
      }
      return done;
    },
  };
  return consumer;
}

const done: Outcome = ok();

function decisionsIn(decision: Decision): readonly ('approved' | 'rejected')[] {
  switch (decision) {
    case 'approve':
    case 'when it is too late':
      return ['approved'];
    case 'reject':
      return ['rejected'];
    case 'approve, then reject':
      return ['approved', 'rejected'];
    case 'never':
      return [];
  }
}
