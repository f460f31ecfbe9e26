import { join } from 'node:path';
import { type BundlingOptions, DockerImage } from 'aws-cdk-lib/core';
import { buildSync } from 'esbuild';

/**
 * Bundles one handler into `index.mjs` with esbuild in this process: no container, no second Node.
 *
 * `module` entry points come first, so that an SDK client brings only the commands that are used.
 */
export function esbuildBundling(entry: string): BundlingOptions {
  return {
    // Never pulled: `tryBundle` either bundles or throws.
    image: DockerImage.fromRegistry('none'),
    // Tells the bundles apart in the asset cache, which does not see what is inside `local`.
    command: [entry],
    local: {
      tryBundle: (outputDirectory) => {
        bundle(entry, outputDirectory);
        return true;
      },
    },
  };
}

function bundle(entry: string, outputDirectory: string): void {
  buildSync({
    entryPoints: [entry],
    outfile: join(outputDirectory, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  });
}
