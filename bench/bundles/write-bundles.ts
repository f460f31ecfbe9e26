import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { HandlerBundles, handlerBuild } from '../../lib/constructs/function/handler-bundles.ts';

/** Bytes of one bundle. */
export interface BundleSize {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Bundles handlers below `folder` just as the stacks do, each in a folder of its own; answers their files by entry. */
export function writeBundles(entries: readonly string[], folder: string): ReadonlyMap<string, string> {
  const bundles = new HandlerBundles(entries);
  return new Map(
    entries.map((entry, index) => {
      const output = join(folder, String(index));
      mkdirSync(output, { recursive: true });
      bundles.bundling(entry).local?.tryBundle(output, bundles.bundling(entry));
      return [entry, join(output, 'index.mjs')];
    }),
  );
}

/** How large a file is, as it is and compressed. */
export function sizeOf(file: string): BundleSize {
  return sizes(readFileSync(file));
}

/** How large the bundle of a handler would be if the SDK came from the runtime. */
export function sizeWithoutSdk(entry: string): BundleSize {
  const { outputFiles } = buildSync({
    ...handlerBuild,
    entryPoints: [entry],
    external: ['@aws-sdk/*', '@smithy/*'],
  });
  return sizes(outputFiles[0]?.contents ?? new Uint8Array());
}

function sizes(contents: Uint8Array): BundleSize {
  return { bytes: contents.byteLength, gzipBytes: gzipSync(contents).byteLength };
}
