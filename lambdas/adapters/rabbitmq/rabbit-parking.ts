import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { Parking } from '../../core/ports/parking.ts';
import { createConfirmedSender } from './confirmed-sender.ts';
import {
  deadLetterCountHeader,
  deadLetterReasonHeader,
  deadLetterSourceHeader,
  mostReasonCharacters,
} from './dead-letter-headers.ts';
import type { RabbitConnection } from './rabbit-connection.ts';
import type { RabbitRoute } from './rabbit-topology.ts';

/** What parking works with. */
export interface RabbitParkingDependencies {
  readonly connection: Pick<RabbitConnection, 'confirmChannel'>;
  /** Where dead letters go: the same as those that the queue gives up by itself. */
  readonly deadLetter: RabbitRoute;
  /** The queue that the records come from. */
  readonly source: string;
}

/** A parking of RabbitMQ. */
export interface RabbitParking extends Parking {
  close(): Promise<void>;
}

/** Sendings of one record before it is left with its source. */
const mostTries = 3;

/**
 * Makes a parking in a dead-letter queue: the body as it came, with reason, source and count as headers, kept on disk
 * before its source forgets it.
 *
 * `park` throws PipelineError `publish-failed` (retryable) when the broker did not take the record.
 */
export function createRabbitParking({ connection, deadLetter, source }: RabbitParkingDependencies): RabbitParking {
  const sender = createConfirmedSender(connection);
  return {
    park: async (record, reason) => {
      const sending = {
        ...deadLetter,
        body: Buffer.from(record.body),
        options: {
          persistent: true,
          mandatory: true,
          messageId: record.id,
          headers: headersOf(record, reason, source),
        },
      };
      let sent = await sender.send(sending);
      for (let tries = 1; sent.state === 'lost' && tries < mostTries; tries += 1) {
        sent = await sender.send(sending);
      }
      if (sent.state !== 'confirmed') {
        throw new PipelineError(`the dead-letter queue must take record "${record.id}", got ${sent.reason}`, {
          code: 'publish-failed',
          retryable: true,
        });
      }
    },
    close: () => sender.close(),
  };
}

function headersOf(record: SourceRecord, reason: string, source: string): Readonly<Record<string, string | number>> {
  const { group, redrive, receiveCount } = record;
  return {
    [deadLetterReasonHeader]: reason.slice(0, mostReasonCharacters),
    [deadLetterSourceHeader]: source,
    [deadLetterCountHeader]: receiveCount,
    ...(group !== undefined && { ce_partitionkey: group }),
    ...(redrive && { [redriveAttribute]: redriveText(redrive) }),
  };
}
