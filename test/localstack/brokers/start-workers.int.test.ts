import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localDirectory, projectRoot } from '../../../localstack/backends/project-paths.ts';
import { identityOf } from '../../../localstack/backends/process-identity.ts';
import { startWorkers } from '../../../localstack/brokers/start-workers.ts';

const wellBehaved = `console.log(process.env.GREETING);
const running = setInterval(() => {}, 1000);
process.on('SIGTERM', () => { console.log('ended what it had begun'); clearInterval(running); });`;

const broken = `setInterval(() => {}, 1000);
process.on('SIGTERM', () => process.exit(3));
console.log('ready');`;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(localDirectory, 'workers-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function program(name: string, text: string) {
  const file = join(directory, `${name}.mjs`);
  await writeFile(file, text);
  return { name, file: relative(projectRoot, file) };
}

async function said(log: string, text: string): Promise<void> {
  while (!(await readFile(log, 'utf8')).includes(text)) {
    await sleep(20);
  }
}

describe('local workers', () => {
  it('run with their variables and their logs, and end what they had begun when they are told to stop', async () => {
    const programs = [await program('good', wellBehaved)];
    const workers = await startWorkers({ programs, directory, variables: { GREETING: 'hello' } });
    const log = workers.logs.get('good') ?? '';
    await said(log, 'hello');

    await workers.stop();

    expect(await readFile(log, 'utf8')).toBe('hello\nended what it had begun\n');
  });

  it('that outlived who started them end when workers are started again', async () => {
    const programs = [await program('good', wellBehaved)];
    const left = await startWorkers({ programs, directory, variables: { GREETING: 'first' } });
    await said(left.logs.get('good') ?? '', 'first');
    const { pid = 0 } =
      (JSON.parse(await readFile(join(directory, 'processes.json'), 'utf8')) as { pid: number }[])[0] ?? {};

    const workers = await startWorkers({ programs, directory, variables: { GREETING: 'second' } });

    expect(identityOf(pid)).toBeUndefined();
    await said(workers.logs.get('good') ?? '', 'second');
    await workers.stop();
  });

  it('say which of them ended by an error', async () => {
    const programs = [await program('good', wellBehaved), await program('broken', broken)];
    const workers = await startWorkers({ programs, directory, variables: { GREETING: 'hello' } });
    await said(workers.logs.get('good') ?? '', 'hello');
    await said(workers.logs.get('broken') ?? '', 'ready');

    await expect(workers.stop()).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringContaining('broken (3)'),
    });
  });
});
