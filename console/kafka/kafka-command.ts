import type { KafkaOperations } from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import type { Command } from '../command/command.ts';
import type { OptionTypes } from '../command/parse-options.ts';

/** One of the commands on Kafka. */
export type KafkaCommand = Command<KafkaOperations>;

/** Options that say where the cluster is; every command of the room knows them. */
export const clusterOptions = {
  brokers: { type: 'string' },
  username: { type: 'string' },
  mechanism: { type: 'string' },
  tls: { type: 'boolean' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
} as const satisfies OptionTypes;
