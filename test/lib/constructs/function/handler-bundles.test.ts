import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HandlerBundles } from '../../../../lib/constructs/function/handler-bundles.ts';

const entries = ['lambdas/contracts/environment-variables.ts', 'lambdas/contracts/definition/topic.ts'] as const;

describe('HandlerBundles', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bundles-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const bundle = (bundles: HandlerBundles, entry: string): string => {
    bundles.bundling(entry).local?.tryBundle(directory, bundles.bundling(entry));
    return join(directory, 'index.mjs');
  };

  it('writes the module of the entry it is asked for, which runs as it is', async () => {
    const module: unknown = await import(pathToFileURL(bundle(new HandlerBundles(entries), entries[1])).href);

    expect(Object.keys(module as object)).toEqual(['topic']);
  });

  it('writes another bundle for another entry', () => {
    const bundles = new HandlerBundles(entries);
    const first = readFileSync(bundle(bundles, entries[0]), 'utf8');

    expect(readFileSync(bundle(bundles, entries[1]), 'utf8')).not.toBe(first);
  });

  it('writes what an entry imports on demand to a file of its own, which the bundle finds and no other one has', async () => {
    const lazy = 'lambdas/adapters/s3/s3-payloads.ts';
    const bundles = new HandlerBundles([...entries, lazy]);
    const file = bundle(bundles, lazy);

    expect(readdirSync(directory).sort()).toEqual(['index.mjs', 's3-objects.mjs']);
    expect(statSync(file).size).toBeLessThan(5000);
    expect(readFileSync(file, 'utf8')).toContain('import("./s3-objects.mjs")');
    const module: unknown = await import(pathToFileURL(join(directory, 's3-objects.mjs')).href);
    expect(Object.keys(module as object)).toContain('openS3Objects');
    rmSync(join(directory, 's3-objects.mjs'));
    bundle(bundles, entries[0]);
    expect(readdirSync(directory)).toEqual(['index.mjs']);
  });

  it('writes the client of keys to a file of its own too, for who may have to open something', async () => {
    const host = 'lambdas/adapters/lambda/personal-host.ts';
    bundle(new HandlerBundles([host]), host);

    expect(readdirSync(directory).sort()).toEqual(['index.mjs', 'open-key-wrapping.mjs']);
    const module: unknown = await import(pathToFileURL(join(directory, 'open-key-wrapping.mjs')).href);
    expect(Object.keys(module as object)).toEqual(['openKeyWrapping']);
  });

  it.each(['kafka', 'rabbit', 'redis', 'nats'])('makes the require that the client of %s asks for', (broker) => {
    const forwarder = `lambdas/forward-to-${broker}/handler.ts`;
    const text = readFileSync(bundle(new HandlerBundles([forwarder]), forwarder), 'utf8');

    expect(text).toMatch(/^import \{ createRequire \} from 'node:module';/u);
  });

  it('leaves a bundle that asks for none without', () => {
    expect(readFileSync(bundle(new HandlerBundles(entries), entries[0]), 'utf8')).not.toContain('createRequire');
  });

  it('tells the entries apart in the options, by which CDK caches', () => {
    const bundles = new HandlerBundles(entries);

    expect(bundles.bundling(entries[0]).command).not.toEqual(bundles.bundling(entries[1]).command);
  });

  it('fails for an entry that it was not made for', () => {
    expect(() => bundle(new HandlerBundles([entries[0]]), entries[1])).toThrow(
      'a handler must be named when its bundles are made',
    );
  });
});
