import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundlingOptions, DockerImage } from 'aws-cdk-lib/core';
import { type BuildOptions, buildSync } from 'esbuild';
import { ConstructError } from '../checks/construct-error.ts';
import { packageAlias } from '../package-alias.ts';
import { lazyModules, withLazyModule } from './lazy-module.ts';
import { sourceEnding } from './source-ending.ts';

const credentials = fileURLToPath(new URL(`environment-credentials${sourceEnding}`, import.meta.url));

/**
 * Handlers that are bundled together: one run of esbuild, in no container, gives each its own `index.mjs` with the SDK
 * in it, and beside it the file of what it imports only on demand. Nothing runs before the first stack asks for its
 * bundle.
 */
export class HandlerBundles {
  private readonly entries: readonly string[];
  private built: ReadonlyMap<string, Files> | undefined;

  /** Paths of the handlers' files; a relative one counts from the working directory. */
  constructor(entries: readonly string[]) {
    this.entries = [...new Set(entries.map((entry) => resolve(entry)))];
  }

  /**
   * How CDK gets the bundle of one entry.
   *
   * @throws ConstructError while bundling, for an entry that is not among those of these bundles.
   */
  bundling(entry: string): BundlingOptions {
    return {
      // Never pulled: `tryBundle` either bundles or throws.
      image: DockerImage.fromRegistry('none'),
      // Tells the bundles apart in the asset cache, which does not see what is inside `local`.
      command: [entry],
      local: {
        tryBundle: (outputDirectory) => {
          for (const [name, contents] of Object.entries(this.bundleOf(resolve(entry)))) {
            writeFileSync(join(outputDirectory, name), contents);
          }
          return true;
        },
      },
    };
  }

  private bundleOf(entry: string): Files {
    this.built ??= bundlesOf(this.entries);
    const bundle = this.built.get(entry);
    if (bundle === undefined) {
      throw new ConstructError(entry, ['a handler must be named when its bundles are made, got another one']);
    }
    return bundle;
  }
}

/** How a handler is bundled. `module` entry points come first, so that an SDK client brings only the commands in use. */
export const handlerBuild = {
  write: false,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: { ...packageAlias, '@aws-sdk/credential-provider-node': credentials },
  external: lazyModules.map(({ specifier }) => specifier),
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** The contents of files, by name. */
type Files = Readonly<Record<string, string>>;

/** By entry. */
function bundlesOf(entries: readonly string[]): ReadonlyMap<string, Files> {
  const { outputFiles } = buildSync({
    entryPoints: [...entries, ...lazyModules.map(({ entry }) => entry)].map((entry, index) => ({
      in: entry,
      out: `${index}`,
    })),
    outdir: '.',
    ...handlerBuild,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
  const lazy = lazyModules.map((_, index) => texts.get(`${entries.length + index}`) ?? '');
  return new Map(entries.map((entry, index) => [entry, filesOf(texts.get(`${index}`) ?? '', lazy)]));
}

function filesOf(bundle: string, lazy: readonly string[]): Files {
  const files: Record<string, string> = {};
  let index = bundle;
  for (const [place, module] of lazyModules.entries()) {
    const changed = withLazyModule(index, module);
    if (changed !== undefined) {
      index = changed;
      files[module.file] = lazy[place] ?? '';
    }
  }
  return { 'index.mjs': withRequire(index), ...files };
}

const dynamicRequire = 'Dynamic require of';
const createRequire = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n";

/** Packages of CommonJS ask for modules of Node by `require`, which an ES module has to make first; others stay as they are. */
function withRequire(bundle: string): string {
  return bundle.includes(dynamicRequire) ? `${createRequire}${bundle}` : bundle;
}
