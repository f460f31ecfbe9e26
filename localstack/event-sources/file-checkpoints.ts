import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { fieldOf } from '../../lambdas/adapters/dynamodb/field-of.ts';
import { backendError } from '../backends/backend-error.ts';
import { writeAtomically } from '../backends/write-atomically.ts';
import type { Checkpoint, Checkpoints } from './checkpoints.ts';

const checkpointSchema = z.object({
  sequenceNumber: z.optional(z.string()),
  finished: z.boolean(),
});

/**
 * Keeps checkpoints in files, one a shard, below a folder of the stream's own: a table that was created anew has
 * another stream, and begins at its beginning.
 *
 * Its methods throw PipelineError `backend-failed` for a file that is not a checkpoint.
 */
export function createFileCheckpoints(options: {
  readonly directory: string;
  readonly streamArn: string;
}): Checkpoints {
  const folder = join(options.directory, encodeURIComponent(options.streamArn));
  const fileOf = (shardId: string): string => join(folder, `${encodeURIComponent(shardId)}.json`);
  return {
    read: async (shardId) => {
      const text = await textOf(fileOf(shardId));
      return text === undefined ? undefined : parsed(text, fileOf(shardId));
    },
    write: async (shardId, checkpoint) => {
      await mkdir(folder, { recursive: true });
      await writeAtomically(fileOf(shardId), JSON.stringify(checkpoint));
    },
  };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (fieldOf(cause, 'code') === 'ENOENT') {
      return undefined;
    }
    throw cause;
  }
}

function parsed(text: string, file: string): Checkpoint {
  try {
    return z.parse(checkpointSchema, JSON.parse(text));
  } catch (cause) {
    throw backendError(
      'a checkpoint must be the JSON that the poller wrote, got something else',
      `delete ${file} to read the shard from its beginning`,
      cause,
    );
  }
}
