import { fileURLToPath } from 'node:url';

/**
 * What a handler imports only when it first needs it: a file of its own beside `index.mjs`, so that a cold start reads
 * and parses none of it. It brings its own copy of what both use.
 */
export const lazyModule = {
  /** As the sources import it. */
  specifier: './s3-objects.ts',
  entry: fileURLToPath(new URL('../../../lambdas/adapters/s3/s3-objects.ts', import.meta.url)),
  file: 's3-objects.mjs',
} as const;

/** A bundle that imports the file instead of the source; undefined when it never does. */
export function withLazyModule(bundle: string): string | undefined {
  const source = JSON.stringify(lazyModule.specifier);
  return bundle.includes(source) ? bundle.replaceAll(source, JSON.stringify(`./${lazyModule.file}`)) : undefined;
}
