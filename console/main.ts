import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { runMain } from '../localstack/backends/run-main.ts';
import { deployedOperations } from './dlq/deployed-operations.ts';
import { runDlq } from './dlq/run-dlq.ts';
import { interruption } from '../localstack/options/interruption.ts';

const help = `The operator's commands.

Usage: npm run pipeline -- dlq COMMAND [options]

  dlq                   dead letters: list, look, redrive, drop, correct; see dlq --help`;

await runMain(async () => {
  const [room = '--help', ...args] = process.argv.slice(2);
  if (room !== 'dlq') {
    if (room === '--help') {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    process.stderr.write(`the command must be dlq, got "${room}"\n\n${help}\n`);
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
