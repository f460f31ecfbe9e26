import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly typesVersions: Readonly<Record<'*', Readonly<Record<string, readonly string[]>>>>;
};
const names = readdirSync(new URL('bin/exports', root)).map((file) => file.replace(/\.ts$/u, ''));
const built = (format: string, name: string, ending: string): string => `./dist/${format}/bin/exports/${name}${ending}`;
const formatOf = (format: string, name: string) => ({
  types: built(format, name, '.d.ts'),
  default: built(format, name, '.js'),
});

it('publishes every file of bin/exports under its name, the definition as the package itself', () => {
  const expected = names.map((name) => [
    name === 'definition' ? '.' : `./${name}`,
    { import: formatOf('esm', name), require: formatOf('cjs', name) },
  ]);

  expect(manifest.exports).toEqual({ ...Object.fromEntries(expected), './package.json': './package.json' });
});

it('tells the types of each path to compilers that do not know exports', () => {
  const paths = names.filter((name) => name !== 'definition');

  expect(manifest.typesVersions['*']).toEqual(
    Object.fromEntries(paths.map((name) => [name, [built('cjs', name, '.d.ts')]])),
  );
});
