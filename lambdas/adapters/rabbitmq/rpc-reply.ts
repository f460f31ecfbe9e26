import type { ConsumeMessage } from 'amqplib';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/** The type of a reply that says why a request was refused, instead of answering it. */
export const refusedReply = 'refused';

/**
 * The text of a reply.
 *
 * @throws PipelineError `input-invalid` with the reason when the responder refused.
 */
export function readReply({ content, properties }: ConsumeMessage, queue: string): string {
  const text = content.toString('utf8');
  if (properties.type === refusedReply) {
    throw new PipelineError(`"${queue}" must take the request, got: ${text}`, { code: 'input-invalid' });
  }
  return text;
}
