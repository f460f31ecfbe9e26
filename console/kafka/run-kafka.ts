import type { KafkaOperations } from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import { type CommandHost, runCommands } from '../command/run-commands.ts';
import { browse } from './browse.ts';
import { groups } from './groups.ts';
import type { KafkaCommand } from './kafka-command.ts';
import { lag } from './lag.ts';
import { offsets } from './offsets.ts';

/** The commands by the word that chooses them. */
export const kafkaCommands: Readonly<Record<string, KafkaCommand>> = { lag, groups, offsets, browse };

const help = `Works on a Kafka cluster: consumer groups and what lies in topics.

Usage: npm run pipeline -- kafka COMMAND [options]

  lag GROUP             how far a consumer group is behind
  groups                consumer groups with their members
  offsets GROUP         move a group to another place
  browse TOPIC          records of a topic

Each has its own --help. Options of all:
  --brokers LIST        HOST:PORT, with commas between several (default: KAFKA_BROKERS)
  --username NAME       logs in with the password in KAFKA_PASSWORD (default: no login)
  --mechanism NAME      SCRAM-SHA-512 (default), SCRAM-SHA-256 or PLAIN
  --tls                 encrypted, trusting what this machine trusts
  --ca FILE             encrypted, trusting the certificate in this PEM file
  --cert FILE           encrypted, logs in with the certificate in this PEM file, whose key is in --key
  --key FILE            its key
  --json                prints JSON

Without a login, KAFKA_AUTH names that of deployed functions: iam, or scram and mtls with the secret of KAFKA_SECRET_ARN.

Exit code: 0 when it is done and nothing is wrong, 1 when something is, 2 for a wrong option.`;

/** Runs one command and answers its exit code; what it says goes to the streams of the host. */
export function runKafka(args: readonly string[], host: CommandHost<KafkaOperations>): Promise<ExitCode> {
  return runCommands({ name: 'kafka', help, commands: kafkaCommands, guide: 'kafka --help' }, args, host);
}
