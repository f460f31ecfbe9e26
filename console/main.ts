import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { orders } from '../lambdas/contracts/orders/pipeline.ts';
import { runMain } from '../localstack/backends/run-main.ts';
import type { CommandHost } from './command/run-commands.ts';
import { deployedOperations } from './dlq/deployed-operations.ts';
import { runDlq } from './dlq/run-dlq.ts';
import { deployedEvents } from './events/deployed-events.ts';
import { runEvents } from './events/run-events.ts';
import { deployedForgetting } from './forget/deployed-forgetting.ts';
import { runForget } from './forget/run-forget.ts';
import { connectedKafka } from './kafka/connected-kafka.ts';
import { runKafka } from './kafka/run-kafka.ts';
import { declaredTypes } from './messages/declared-types.ts';
import { localFiles } from './messages/local-files.ts';
import { runMessages } from './messages/run-messages.ts';
import { deployedSagas } from './saga/deployed-sagas.ts';
import { runSaga } from './saga/run-saga.ts';
import { interruption } from '../localstack/options/interruption.ts';

const help = `The operator's commands.

Usage: npm run pipeline -- COMMAND [options]

  dlq                   dead letters: list, look, redrive, drop, correct; see dlq --help
  saga                  sagas: list, look, retry, skip, compensate, cancel, resume, fork; see saga --help
  events                events: follow, show, replay into a projection, check the index; see events --help
  forget                a person, for good; see forget --help
  kafka                 a Kafka cluster: lag, groups, offsets, records; see kafka --help
  asyncapi              the AsyncAPI document of the pipeline; see asyncapi --help
  schemas               JSON Schemas of the messages, and whether all that was written is still read; see schemas --help`;

const streams = { output: process.stdout, progress: process.stderr };

const rooms: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  dlq: (args) => runDlq(args, { ...operatorHost(), open: deployedOperations }),
  saga: (args) => runSaga(args, { ...operatorHost(), open: deployedSagas }),
  events: (args) => runEvents(args, { ...operatorHost(), open: deployedEvents }),
  forget: (args) => runForget(args, { ...operatorHost(), open: deployedForgetting }),
  kafka: (args) => runKafka(args, { ...operatorHost(), open: connectedKafka }),
  asyncapi: (args) => messages('asyncapi', args),
  schemas: (args) => messages('schemas', args),
};

await runMain(async () => {
  const [name = '--help', ...args] = process.argv.slice(2);
  if (name === '--help') {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const room = Object.hasOwn(rooms, name) ? rooms[name] : undefined;
  if (room === undefined) {
    process.stderr.write(`the command must be one of ${Object.keys(rooms).join(', ')}, got "${name}"\n\n${help}\n`);
    return 2;
  }
  return room(args);
});

function messages(name: string, args: readonly string[]): Promise<number> {
  return runMessages([name, ...args], { definition: orders, types: declaredTypes, files: localFiles, ...streams });
}

/** For commands that act on a deployment. */
function operatorHost(): Omit<CommandHost<never>, 'open'> {
  return {
    ...streams,
    user: userName(),
    signal: interruption('what is under way ends first'),
    readText: (path) => readFile(path, 'utf8'),
  };
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
