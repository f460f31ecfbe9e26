import { type ApprovalDesk, createApprovalDesk } from '../../../lambdas/core/approval/decide-approval.ts';
import { readApprovalToken } from '../../../lambdas/core/approval/approval-token.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { ok, retry } from '../../../lambdas/core/consume/outcome.ts';
import type { MessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import type { TokenSigner } from '../../../lambdas/core/ports/token-signer.ts';
import type { Decision } from './scenario.ts';
import { DecisionWanted } from './voyage-messages.ts';

/** What a desk works with. */
export interface DeskPorts {
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly signer: TokenSigner;
  readonly writer: MessageWriter;
  readonly decisionOf: (voyage: string) => Decision;
}

/** Seconds after which somebody looks again at what they mean to decide too late. */
const laterSeconds = 900;

/** Where people decide about voyages. */
export function createDesk(ports: DeskPorts): Consumer {
  const desk = createApprovalDesk({ ...ports, stores: { voyage: 'voyage' } });
  const consumer: Consumer<readonly [typeof DecisionWanted]> = {
    name: 'desk',
    handles: [DecisionWanted],
    async handle({ data: { voyage, token } }) {
      const decision = ports.decisionOf(voyage);
      if (decision === 'when it is too late' && !(await isOver(ports, token))) {
        return retry('not yet', laterSeconds);
      }
      for (const [at, what] of decisionsIn(decision).entries()) {
        await decide(desk, { token, decision: what, by: `clerk ${at}` });
      }
      return ok();
    },
  };
  return consumer;
}

async function isOver({ signer, clock }: DeskPorts, token: string): Promise<boolean> {
  const asked = await readApprovalToken(signer, token);
  return asked !== undefined && clock.now() > asked.expiresAt;
}

/** A decision that was answered stands: who comes second must be told what the first one was. */
async function decide(desk: ApprovalDesk, decision: Parameters<ApprovalDesk['decide']>[0]): Promise<void> {
  const answer = await desk.decide(decision);
  const again = await desk.decide({ ...decision, by: 'somebody else' });
  const isTold = answer.kind === 'refused' || (again.kind === 'decided' && again.made.by === answer.made.by);
  if (!isTold) {
    throw new TypeError('a decision that was made must be told to whoever decides again');
  }
}

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
