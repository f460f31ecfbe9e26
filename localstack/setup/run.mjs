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

/**
 * Flags of Node by script. The embedded run makes much short-lived garbage beside memory that it holds for long: by
 * default the heap grows past 500 MB before it is collected, with a smaller young generation and slower growth it stays
 * below 400 MB at about the same speed. Neither is a limit: a larger file of orders still gets the memory it needs.
 */
const nodeFlags = { 'localstack/embedded/main.ts': ['--max-semi-space-size=4', '--heap-growing-percent=20'] };

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
