import type { JetStreamClient } from '@nats-io/jetstream';
import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Parking } from '../../core/ports/parking.ts';
import { createDeadLetterSender } from './dead-letter-sender.ts';
import type { NatsOrigin } from './nats-source.ts';

/** What parking works with. */
export interface NatsParkingDependencies {
  readonly client: Pick<JetStreamClient, 'publish'>;
  /** A subject of the dead-letter stream. */
  readonly subject: string;
  /** The stream that the records come from. */
  readonly stream: string;
  /** What a record was before it became text: `originOf` of its source. @default its text is kept, its headers are not */
  readonly originOf?: (record: SourceRecord) => NatsOrigin | undefined;
}

/**
 * Makes a parking in a dead-letter stream: the bytes as they came, the reason and the origin as headers.
 *
 * A record that is parked again within the duplicate window of that stream is kept once.
 *
 * `park` throws PipelineError `publish-failed` (retryable) when the stream did not take the record.
 */
export function createNatsParking({ client, subject, stream, originOf }: NatsParkingDependencies): Parking {
  const send = createDeadLetterSender(client, subject);
  return {
    park: async (record, reason) => {
      const { id, receiveCount, redrive, body } = record;
      const origin = originOf?.(record) ?? {
        source: stream,
        body,
        headers: redrive === undefined ? {} : { [redriveAttribute]: redriveText(redrive) },
      };
      try {
        await send({ id, reason, receiveCount, ...origin });
      } catch (cause) {
        throw new PipelineError(`the dead-letter stream must take record "${id}"`, {
          code: 'publish-failed',
          retryable: true,
          cause,
        });
      }
    },
  };
}
