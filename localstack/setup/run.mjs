/**
 * `node localstack/setup/run.mjs SCRIPT [ARGUMENT...]`: runs a script of this project on the project's own Node.
 *
 * Installs the dependencies first when they are missing or not those of the lockfile, so that a fresh clone needs no
 * command of its own. Plain JavaScript for Node 20: it runs before anything that understands TypeScript is there.
 * Arguments, signals, streams and the exit code pass through.
 */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure-installed.mjs';
import { nodeFlags } from './node-flags.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [script, ...args] = process.argv.slice(2);

const node = ensureInstalled(root, (line) => process.stderr.write(`${line}\n`));
if (script === undefined || node === undefined) {
  process.exit(1);
}

const child = spawn(node, [...(nodeFlags[script] ?? []), join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  // Tools started by the script find the same Node and the project's commands first.
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});

// A terminal sends Ctrl-C to the child as well: passing it on would make it two.
const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !fromTerminal) {
      child.kill(signal);
    }
  });
}

child.on('error', (error) => {
  process.stderr.write(`${node} could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal !== null) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code ?? 1);
  }
});
