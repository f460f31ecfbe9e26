import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPackages } from './missing-packages.mjs';

/** What can be done when npm could not install; npm's own words stand above it. */
const remedies = `The dependencies could not be installed. Check that
  - the npm registry can be reached:     npm ping
  - install scripts are allowed to run:  npm config get ignore-scripts   (must be false)
  - the lockfile is the committed one:   git checkout package-lock.json
then run the command again.`;

/**
 * Makes sure that `node_modules` is what the lockfile says, with the project's own Node in it.
 *
 * Does nothing, in a few milliseconds, when it is. Otherwise runs `npm ci`, which removes what is there.
 *
 * @param {string} root folder of package.json
 * @param {(line: string) => void} say takes the lines of progress
 * @returns {string | undefined} path of the project's Node, undefined when it cannot be had; why has been said
 */
export function ensureInstalled(root, say) {
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const lacking = reasonToInstall(root, node);
  if (lacking === undefined) {
    return node;
  }
  say(`installing dependencies (${lacking}) ...`);
  const started = Date.now();
  const { status, output } = install(root);
  if (status !== 0 || !existsSync(node)) {
    say(output);
    say(remedies);
    return undefined;
  }
  say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return node;
}

/** Why an installation is needed, undefined when none is. */
function reasonToInstall(root, node) {
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) {
    return 'node_modules is not there';
  }
  const wanted = read(join(root, 'package-lock.json')) ?? {};
  const [first, ...others] = missingPackages(wanted, installed);
  if (first !== undefined) {
    return `the lockfile differs at ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  }
  return existsSync(node) ? undefined : "the project's own Node is not there";
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function install(root) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  // The npm that started this run; its path is a script. Another package manager's would not know `ci`.
  const isNpm = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  const [command, all] = isNpm ? [process.execPath, [npm, ...args]] : ['npm', args];
  const { status, stdout, stderr, error } = spawnSync(command, all, { cwd: root, encoding: 'utf8' });
  return { status, output: [stdout, stderr, error?.message].filter(Boolean).join('\n').trim() };
}
