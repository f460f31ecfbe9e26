import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entriesOf } from '../../lambdas/contracts/definition/entries-of.ts';
import { coreOrders as orders } from '../../lambdas/contracts/orders/core-orders.ts';

interface CdkJson {
  readonly context: Readonly<Record<string, unknown>>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as CdkJson;
/** The least favourable way of counting: no bundle may be larger, the SDK in it. */
const largestBundleBytes = 450_000;

describe('the CDK app', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'synth-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  // As the CDK command line starts it, but with no credentials, region or home to find any in.
  const run = (values: Readonly<Record<string, unknown>>): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ['bin/pipeline.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: {
        HOME: directory,
        PATH: process.env['PATH'] ?? '',
        CDK_OUTDIR: join(directory, 'cdk.out'),
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...values }),
      },
    });

  it('synthesises dev with all rules on, without an account, and bundles every handler', () => {
    const { status, stderr } = run({ env: 'dev' });

    expect({ status, stderr }).toMatchObject({ status: 0 });
    const files = readdirSync(join(directory, 'cdk.out'));
    expect(files.filter((name) => name.endsWith('.template.json')).sort()).toEqual([
      'orders-dev-consumers.template.json',
      'orders-dev-data.template.json',
      'orders-dev-index.template.json',
      'orders-dev-messaging.template.json',
    ]);
    const bundles = files.filter((name) => /^asset\.[0-9a-f]{64}$/.test(name));
    expect(bundles).toHaveLength(entriesOf(orders).length);
    for (const bundle of bundles) {
      expect(statSync(join(directory, 'cdk.out', bundle, 'index.mjs')).size).toBeLessThan(largestBundleBytes);
    }
  }, 60_000);

  it('fails for an unknown environment with one sentence that lists the known ones', () => {
    const { status, stderr } = run({ env: 'test' });

    expect(status).toBe(1);
    expect(stderr).toBe(
      'environment must be one of local, dev, staging, prod, got "test" (choose one with -c env=NAME)\n',
    );
  });
});
