import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist');

/**
 * Builds what is published into `dist`: ES modules as the sources are, and the same modules for CommonJS, of which many
 * CDK apps and their tests consist.
 *
 * @returns whether the sources compile; what the compiler says is printed
 */
export function buildPackage(): boolean {
  rmSync(folder, { recursive: true, force: true });
  if (!compiles()) {
    return false;
  }
  for (const file of globSync('**/*.d.ts', { cwd: join(folder, 'esm') })) {
    namesCompiledFiles(join(folder, 'esm', file));
  }
  for (const file of globSync('**/*.js', { cwd: join(folder, 'esm') })) {
    toCommonJs(file);
  }
  writeFileSync(join(folder, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
  return true;
}

function compiles(): boolean {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '--project', 'tsconfig.package.json'];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** Declarations name their neighbours as the sources do, and older compilers find none of these. */
function namesCompiledFiles(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(relativeSource, "$1'$2.js'"));
}

const relativeSource = /(from |import\()'(\.[^']+)\.ts'/gu;

function toCommonJs(file: string): void {
  const source = join(folder, 'esm', file);
  const target = join(folder, 'cjs', file);
  const code = transformSync(readFileSync(source, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcefile: file,
    define: { 'import.meta.url': 'moduleUrl' },
  }).code;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code.includes('moduleUrl') ? `${moduleUrl}${code}` : code);
  cpSync(source.replace(/\.js$/u, '.d.ts'), target.replace(/\.js$/u, '.d.ts'));
}

/** Who asks for its own place looks for files to bundle functions of, and those are ES modules. */
const moduleUrl =
  "const moduleUrl = require('node:url').pathToFileURL(__filename.replace(/(dist.)cjs/u, '$1esm')).href;\n";

if (import.meta.main && !buildPackage()) {
  process.exitCode = 1;
}
