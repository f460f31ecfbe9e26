import type { Envelope } from '../../contracts/events/envelope.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { createApprovalToken } from '../approval/approval-token.ts';
import type { Cause, MessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { TokenSigner } from '../ports/token-signer.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { sagaEnded } from './saga-ended.ts';
import type { SagaMove, SagaSend } from './saga-move.ts';
import type { SagaState } from './saga-state.ts';
import { type TimerMessageDependencies, timerMessage } from './timers/timer-message.ts';

/** What writing down what a saga sends works with. */
export interface MoveWriterDependencies {
  readonly writer: MessageWriter;
  /** What its consumer may publish; `saga.completed` and `saga.failed` are sent when they are among it. @default nothing */
  readonly publishes?: readonly EventType[];
  /** Signs the tokens of approvals. @default none: a saga that asks for one fails */
  readonly signer?: TokenSigner;
  /** Timers of timer and approval steps go out with the commands, to be kept until they are due. @default the sweeper finds them */
  readonly schedules?: TimerMessageDependencies;
}

/** Whose move it is, and what caused it. */
export interface MoveOrigin {
  readonly definition: SagaDefinition;
  readonly key: string;
  /** The partition of its item. */
  readonly partition: string;
  readonly cause: Cause;
}

/** A move with everything that it sends as messages, which have their ids. */
export interface WrittenMove {
  readonly state: SagaState;
  readonly messages: readonly OutgoingMessage[];
}

/**
 * Gives what a move sends its ids, and has the state wait for the replies to these very commands.
 *
 * @throws PipelineError `definition-invalid` when an approval is asked for and there is no signer; else as that does.
 */
export async function writtenMove(
  dependencies: MoveWriterDependencies,
  origin: MoveOrigin,
  { state, sends }: SagaMove,
): Promise<WrittenMove> {
  const messages: OutgoingMessage[] = [];
  const commandIds = new Map<number, string>();
  for (const send of [...sends, ...endingOf(dependencies, origin, state)]) {
    const message = await messageOf(dependencies, origin, send);
    if (send.kind === 'command') {
      commandIds.set(send.generation, message?.id ?? '');
    }
    messages.push(...(message === undefined ? [] : [message]));
  }
  const pending = state.pending.map((one) => {
    const id = commandIds.get(one.generation);
    return id === undefined ? one : { ...one, commandIds: [...one.commandIds, id] };
  });
  return { state: { ...state, pending }, messages };
}

function endingOf(
  { publishes = [] }: MoveWriterDependencies,
  { definition, key }: MoveOrigin,
  state: SagaState,
): readonly SagaSend[] {
  const draft = sagaEnded({ definition, key, state });
  return draft !== undefined && publishes.some(({ name }) => name === draft.type.name)
    ? [{ kind: 'message', draft }]
    : [];
}

async function messageOf(
  { writer, signer, schedules }: MoveWriterDependencies,
  { definition, key, partition, cause }: MoveOrigin,
  send: SagaSend,
): Promise<OutgoingMessage | undefined> {
  const { name: saga } = definition;
  switch (send.kind) {
    case 'message':
    case 'command':
      return outgoingMessage(writer.write(send.draft, cause));
    case 'timer':
      return schedules === undefined
        ? undefined
        : { ...timerMessage(schedules, { saga, partition, key, ...send }), dueAt: send.dueAt };
    case 'approval': {
      if (signer === undefined) {
        throw new PipelineError(`step "${send.step}" of saga "${saga}" must have a signer of tokens, got none`, {
          code: 'definition-invalid',
        });
      }
      const { step, generation, expiresAt } = send;
      const token = await createApprovalToken(signer, { saga, key, step, generation, expiresAt });
      return outgoingMessage(writer.write(send.draftOf({ token, expiresAt }), cause));
    }
  }
}

/** What a saga sends belongs to what started it, whatever moved it. */
export function causeOf(
  message: Pick<Envelope, 'id' | 'correlationid' | 'traceparent'>,
  correlationId: string | undefined,
): Cause {
  return { ...message, correlationid: correlationId ?? message.correlationid };
}
