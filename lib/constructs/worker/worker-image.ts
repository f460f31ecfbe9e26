import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { type ContainerDefinition, ContainerImage, type ContainerImageConfig } from 'aws-cdk-lib/aws-ecs';
import { FileSystem, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
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
  return new WorkerImage(resolve(entry));
}

class WorkerImage extends ContainerImage {
  private readonly entry: string;

  constructor(entry: string) {
    super();
    this.entry = entry;
  }

  bind(scope: Construct, container: ContainerDefinition): ContainerImageConfig {
    // A stack that is only listed or destroyed bundles nothing.
    const bundle = Stack.of(scope).bundlingRequired ? bundleOf(this.entry) : '';
    const directory = contextWith(bundle);
    const image = ContainerImage.fromAsset(directory, { platform: Platform.LINUX_ARM64 }).bind(scope, container);
    if (scope.node.tryGetContext(keepsPaths) === undefined) {
      // Its copy is among the assets by now.
      rmSync(directory, { recursive: true });
    }
    return image;
  }
}

/** Context of an app whose assets stay where they are: nothing is copied. */
const keepsPaths = 'aws:cdk:disable-asset-staging';

function bundleOf(entry: string): string {
  const { outputFiles } = buildSync({ entryPoints: [entry], ...workerBuild });
  return outputFiles[0]?.text ?? '';
}

/** A folder with the bundle and how it is run. */
function contextWith(bundle: string): string {
  const directory = FileSystem.mkdtemp('worker-');
  writeFileSync(join(directory, 'index.mjs'), bundle);
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
