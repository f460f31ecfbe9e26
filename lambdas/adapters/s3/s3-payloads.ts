import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { payloadPrefixes } from '../../contracts/payload-life.ts';
import type { Payloads } from '../../core/ports/payloads.ts';
import type { S3Objects } from './s3-objects.ts';

/** What a store of payloads in a bucket works with. */
export interface S3PayloadsDependencies {
  readonly bucketName: string;
  /** Opens the bucket when it is first needed. @default the SDK's client, loaded then */
  readonly open?: (bucketName: string) => Promise<S3Objects>;
}

/**
 * Keeps payloads as objects of a bucket, `<prefix of their life><id>`; a reference is `s3://<bucket>/<key>`.
 *
 * References into other buckets are refused, so that a message cannot make its reader fetch what it likes.
 */
export function createS3Payloads({ bucketName, open = openLazily }: S3PayloadsDependencies): Payloads {
  let opened: Promise<S3Objects> | undefined;
  const objects = (): Promise<S3Objects> => (opened ??= open(bucketName));
  const root = `s3://${bucketName}/`;
  return {
    async put({ id, text, life }) {
      const key = `${payloadPrefixes[life]}${encodeURIComponent(id)}`;
      await answered(async () => (await objects()).put(key, text));
      return `${root}${key}`;
    },
    async get(reference) {
      const key = reference.slice(root.length);
      if (!reference.startsWith(root) || !Object.values(payloadPrefixes).some((prefix) => key.startsWith(prefix))) {
        throw missing('another place');
      }
      const text = await answered(async () => (await objects()).get(key));
      if (text === undefined) {
        throw missing('no object');
      }
      return text;
    },
  };
}

/** Most functions never meet a payload that was put aside, and need not load what fetches it. */
async function openLazily(bucketName: string): Promise<S3Objects> {
  const { openS3Objects } = await import('./s3-objects.ts');
  return openS3Objects(bucketName);
}

async function answered<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'an unknown failure';
    throw new PipelineError(`the store of payloads must answer, got ${name}`, {
      code: 'store-unavailable',
      retryable: true,
      cause,
    });
  }
}

function missing(fault: string): PipelineError {
  return new PipelineError(`a dataref must lead to a payload in the bucket of the pipeline, got ${fault}`, {
    code: 'payload-missing',
  });
}
