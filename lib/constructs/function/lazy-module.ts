import { fileURLToPath } from 'node:url';
import { sourceEnding } from './source-ending.ts';

/** What a handler imports only when it first needs it. */
export interface LazyModule {
  /** As the sources import it. */
  readonly specifier: string;
  readonly entry: string;
  readonly file: string;
}

/**
 * What handlers import only when they first need it: files of their own beside `index.mjs`, so that a cold start reads
 * and parses none of them. Each brings its own copy of what both use.
 */
export const lazyModules: readonly LazyModule[] = [
  lazyModule('./s3-objects', 's3'),
  lazyModule('../kms/open-key-wrapping', 'kms'),
];

function lazyModule(place: string, folder: string): LazyModule {
  const name = place.slice(place.lastIndexOf('/') + 1);
  const path = `../../../lambdas/adapters/${folder}/${name}${sourceEnding}`;
  return {
    specifier: `${place}${sourceEnding}`,
    entry: fileURLToPath(new URL(path, import.meta.url)),
    file: `${name}.mjs`,
  };
}

/** A bundle that imports the file of a lazy module instead of its source; undefined when it never does. */
export function withLazyModule(bundle: string, { specifier, file }: LazyModule): string | undefined {
  const source = JSON.stringify(specifier);
  return bundle.includes(source) ? bundle.replaceAll(source, JSON.stringify(`./${file}`)) : undefined;
}
