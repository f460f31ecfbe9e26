import { deadLetterTopicOf } from '../../contracts/definition/kafka-topic.ts';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { kafkaFromEnvironment } from '../connections/kafka-from-environment.ts';
import { createKafkaOperations } from '../kafka/operations/kafka-operations.ts';
import { createKafkaParking } from '../kafka/kafka-parking.ts';
import { createKafkaSource } from '../kafka/kafka-source.ts';
import { createPlatformaticSend } from '../kafka/platformatic-send.ts';
import { sleep } from '../system/sleep.ts';
import type { OpenedSource, SourceOpening } from './opened-source.ts';

/** Opens a topic of Kafka as a member of the consumer's group; parks in its dead-letter topic. */
export async function openKafkaSource(opening: SourceOpening<'kafka'>): Promise<OpenedSource> {
  const { pipeline, name, from, environment, clock, timers, telemetry } = opening;
  const groupId = groupOf(pipeline, name);
  const connection = await kafkaFromEnvironment(groupId, environment);
  const source = createKafkaSource({
    ...{ connection, groupId, topics: [from.source.topic], clock, timers, sleep, telemetry },
  });
  const operations = createKafkaOperations(connection);
  const waiting = async (): Promise<number> => {
    const partitions = await operations.lagOf({ group: groupId, topics: [from.source.topic] });
    return partitions.reduce((sum, { lag, end, first }) => sum + Number(lag ?? end - first), 0);
  };
  if (from.source.deadLetter.kind === 'none') {
    return { source, waiting, parking: undefined, close: () => operations.close() };
  }
  const send = createPlatformaticSend({ connection });
  const deadLetterTopic = deadLetterTopicOf(from.source);
  const parking = createKafkaParking({ send, deadLetterTopic, clock, backoff: opening.backoff });
  return {
    ...{ source, waiting, parking },
    close: async () => {
      await Promise.all([send.close(), operations.close()]);
    },
  };
}
