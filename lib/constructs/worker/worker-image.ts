import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { FileSystem } from 'aws-cdk-lib/core';
import { type BuildOptions, buildSync } from 'esbuild';
import { packageAlias } from '../package-alias.ts';

/** Node 24, as functions have it. */
const baseImage = 'public.ecr.aws/docker/library/node:24-alpine';

/** How a worker is bundled: whole, since no runtime brings it an SDK. */
export const workerBuild = {
  write: false,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: packageAlias,
  // Packages of CommonJS ask for modules of Node by `require`, which an ES module has to make first.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * The image of the worker that `entry` starts: one file on Node 24, run by a user without rights.
 *
 * A relative path counts from the working directory.
 */
export function workerImage(entry: string): ContainerImage {
  return ContainerImage.fromAsset(contextOf(resolve(entry)), { platform: Platform.LINUX_ARM64 });
}

/** A folder with the bundle and how it is run. */
function contextOf(entry: string): string {
  const directory = FileSystem.mkdtemp('worker-');
  const { outputFiles } = buildSync({ entryPoints: [entry], ...workerBuild });
  writeFileSync(join(directory, 'index.mjs'), outputFiles[0]?.text ?? '');
  writeFileSync(join(directory, 'Dockerfile'), dockerfile);
  return directory;
}

/** In the form of a list, so that the signal to stop reaches Node itself. */
const dockerfile = `FROM ${baseImage}
ENV NODE_ENV=production
WORKDIR /worker
COPY index.mjs .
USER node
CMD ["node", "index.mjs"]
`;
