import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { App, Stack } from 'aws-cdk-lib/core';
import { workerImage } from '../../../../lib/constructs/worker/worker-image.ts';

/** The folder that the image is built from. */
function contextOf(source: string): string {
  const entry = join(mkdtempSync(join(tmpdir(), 'worker-test-')), 'main.ts');
  writeFileSync(entry, source);
  const app = new App();
  const stack = new Stack(app, 'Test');
  new FargateTaskDefinition(stack, 'Task').addContainer('Worker', { image: workerImage(entry), memoryLimitMiB: 128 });
  const { directory } = app.synth();
  const [asset] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
  return join(directory, asset ?? '');
}

describe('workerImage', () => {
  it('holds one file that runs by itself, and is run by a user without rights', () => {
    const context = contextOf("import { basename } from 'node:path';\nconsole.log(basename('/where/it runs'));\n");

    expect(readdirSync(context).sort()).toEqual(['Dockerfile', 'index.mjs']);
    expect(execFileSync(process.execPath, [join(context, 'index.mjs')], { encoding: 'utf8' })).toBe('it runs\n');
    const dockerfile = readFileSync(join(context, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/mu);
    expect(dockerfile).toMatch(/^CMD \["node", "index\.mjs"\]$/mu);
  });

  it.each(['@platformatic/kafka', 'kafkajs', 'ioredis', 'amqplib', '@nats-io/jetstream'])(
    'brings the client %s with it',
    (client) => {
      const specifier = JSON.stringify(import.meta.resolve(client).replace('file://', ''));
      const context = contextOf(
        `import * as client from ${specifier};\nconsole.log(Object.keys(client).length > 0);\n`,
      );

      expect(execFileSync(process.execPath, [join(context, 'index.mjs')], { encoding: 'utf8' })).toBe('true\n');
    },
  );
});
