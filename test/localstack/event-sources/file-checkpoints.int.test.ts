import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Checkpoints } from '../../../localstack/event-sources/checkpoints.ts';
import { createFileCheckpoints } from '../../../localstack/event-sources/file-checkpoints.ts';
import { testStreamArn } from '../../support/stream-records.ts';

let directory: string;
const open = (streamArn = testStreamArn): Checkpoints => createFileCheckpoints({ directory, streamArn });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'checkpoints-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('createFileCheckpoints', () => {
  it('knows nothing of a shard that was never read', async () => {
    expect(await open().read('shard-1')).toBeUndefined();
  });

  it('remembers each shard over a restart, and leaves only whole files', async () => {
    await open().write('shard-1', { sequenceNumber: '1', finished: false });
    await open().write('shard-1', { sequenceNumber: '2', finished: false });
    await open().write('shard-2', { finished: true });

    expect(await open().read('shard-1')).toEqual({ sequenceNumber: '2', finished: false });
    expect(await open().read('shard-2')).toEqual({ finished: true });
    expect(await readdir(join(directory, encodeURIComponent(testStreamArn)))).toHaveLength(2);
  });

  it('begins anew with another stream of the same table', async () => {
    await open().write('shard-1', { sequenceNumber: '1', finished: false });

    expect(await open(`${testStreamArn}1`).read('shard-1')).toBeUndefined();
  });

  it('rejects a file that it did not write, and names it', async () => {
    await open().write('shard-1', { finished: false });
    await writeFile(join(directory, encodeURIComponent(testStreamArn), 'shard-1.json'), '{"sequenceNumber":1}');

    await expect(open().read('shard-1')).rejects.toMatchObject({
      code: 'backend-failed',
      message: expect.stringContaining('shard-1.json'),
    });
  });
});
