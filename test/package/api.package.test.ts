import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reportMs = 180_000;

it(
  'exports what docs/api says: a change of it is a change for others, to be looked at and recorded',
  () => {
    const { status, stdout } = spawnSync(process.execPath, ['bin/package/api-report.ts'], {
      ...{ cwd: root, encoding: 'utf8' },
    });

    expect(stdout).toBe('docs/api is what the package exports\n');
    expect(status).toBe(0);
  },
  reportMs,
);
