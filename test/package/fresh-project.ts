import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples');

/** Majors of Node on which the package is promised to work; the last runs the tests. */
export const nodes = ['20', '22', '24'] as const;

/** What the package is published as. */
export const { exports: published, peerDependencies } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** Examples outside the repository, which know this package as what was packed alone. */
export interface FreshProjects {
  readonly names: readonly string[];
  /** Runs a program of an installed package, or Node with options, in an example; answers what was printed. */
  run(example: string, args: readonly string[], node?: (typeof nodes)[number]): Promise<string>;
  /** The text of a file of an example. */
  read(example: string, path: string): Promise<string>;
  files(example: string, path: string): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** Names of the examples of the repository. */
export async function exampleNames(): Promise<readonly string[]> {
  const entries = await readdir(examples, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Packs what was built and installs it, with what it needs, into copies of all examples. */
export async function openFreshProjects(): Promise<FreshProjects> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'fresh-project-')));
  const names = await exampleNames();
  await npm(['pack', '--ignore-scripts', '--pack-destination', directory], root);
  const tarball = (await readdir(directory)).find((name) => name.endsWith('.tgz')) ?? '';
  for (const name of names) {
    await cp(join(examples, name), join(directory, name), { recursive: true, filter: isSource });
  }
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify(workspace(names, `file:${join(directory, tarball)}`)),
  );
  await npm(['install', '--no-audit', '--no-fund'], directory);
  return {
    names,
    run: async (example, [program = '', ...args], node = '24') => {
      const path = node === '24' ? process.execPath : join(directory, 'node_modules', `node${node}`, 'bin', 'node');
      const env = { ...process.env, PATH: [dirname(path), process.env['PATH']].join(delimiter) };
      const script = program.includes('/') ? join(directory, 'node_modules', program) : program;
      const { stdout, stderr } = await run(path, [script, ...args], { cwd: join(directory, example), env });
      return stdout + stderr;
    },
    read: (example, path) => readFile(join(directory, example, path), 'utf8'),
    files: (example, path) => readdir(join(directory, example, path)),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** One installation for all: their dependencies are the same. */
function workspace(names: readonly string[], tarball: string): unknown {
  return {
    private: true,
    workspaces: names,
    dependencies: {
      ...peerDependencies,
      'cdk-event-pipeline': tarball,
      ...Object.fromEntries(nodes.slice(0, -1).map((major) => [`node${major}`, `npm:node@${major}`])),
    },
    overrides: { 'cdk-event-pipeline': '$cdk-event-pipeline' },
    allowScripts: { esbuild: true, node: true },
  };
}

function isSource(path: string): boolean {
  return !/\/(node_modules|dist|cdk\.out)$/u.test(path);
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  // What runs the tests has told its own npm settings to its children.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/u.test(name)));
  await run('npm', [...args], { cwd, env });
}
