import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { orders } from '../lambdas/contracts/orders/pipeline.ts';
import { runMain } from '../localstack/backends/run-main.ts';
import { deployedOperations } from './dlq/deployed-operations.ts';
import { runDlq } from './dlq/run-dlq.ts';
import { declaredTypes } from './messages/declared-types.ts';
import { localFiles } from './messages/local-files.ts';
import { runMessages } from './messages/run-messages.ts';
import { interruption } from '../localstack/options/interruption.ts';

const help = `The operator's commands.

Usage: npm run pipeline -- COMMAND [options]

  dlq                   dead letters: list, look, redrive, drop, correct; see dlq --help
  asyncapi              the AsyncAPI document of the pipeline; see asyncapi --help
  schemas               JSON Schemas of the messages, and whether all that was written is still read; see schemas --help`;

await runMain(async () => {
  const [room = '--help', ...args] = process.argv.slice(2);
  if (room === '--help') {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  if (room === 'asyncapi' || room === 'schemas') {
    return runMessages([room, ...args], {
      definition: orders,
      types: declaredTypes,
      files: localFiles,
      output: process.stdout,
      progress: process.stderr,
    });
  }
  if (room !== 'dlq') {
    process.stderr.write(`the command must be dlq, asyncapi or schemas, got "${room}"\n\n${help}\n`);
    return 2;
  }
  return runDlq(args, {
    open: deployedOperations,
    user: userName(),
    signal: interruption('what is under way ends first'),
    output: process.stdout,
    progress: process.stderr,
    readText: (path) => readFile(path, 'utf8'),
  });
});

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
