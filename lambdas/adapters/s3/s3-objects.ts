import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';

/** Milliseconds to connect and to answer, the transfer of a few megabytes included. */
export const objectTimeouts = { connectionMs: 1000, requestMs: 10_000 } as const;

/** Tries for a lost connection, a 5xx or a throttle, by the SDK. */
export const objectAttempts = 3;

/** Texts in a bucket, by key. Both methods throw PipelineError `store-unavailable` (retryable). */
export interface S3Objects {
  put(key: string, text: string): Promise<void>;
  /** Undefined when there is no such object. */
  get(key: string): Promise<string | undefined>;
}

/**
 * Opens a bucket.
 *
 * Reads are strongly consistent, so an object that is not found was never written or has expired. It takes
 * `s3:ListBucket` to be told so: without it, S3 says that access is denied.
 *
 * Region, credentials and endpoint come from the environment in the SDK's own way (AWS_REGION, AWS_ENDPOINT_URL).
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function openS3Objects(bucketName: string): S3Objects {
  const client = createS3Client();
  return {
    async put(key, text) {
      await answered(() =>
        client.send(
          new PutObjectCommand({ Bucket: bucketName, Key: key, Body: text, ContentType: 'application/json' }),
        ),
      );
    },
    get: (key) =>
      answered(async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return Body?.transformToString('utf-8');
      }),
  };
}

function createS3Client(): S3Client {
  return new S3Client({
    maxAttempts: objectAttempts,
    retryMode: 'standard',
    // An endpoint of one's own has no host name for each bucket.
    forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined,
    requestHandler: {
      connectionTimeout: objectTimeouts.connectionMs,
      requestTimeout: objectTimeouts.requestMs,
      throwOnRequestTimeout: true,
    },
  });
}

async function answered<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (cause) {
    if (cause instanceof NoSuchKey) {
      return undefined;
    }
    const name = cause instanceof Error ? cause.name : 'an unknown failure';
    throw new PipelineError(`the store of payloads must answer, got ${name}`, {
      code: 'store-unavailable',
      retryable: true,
      cause,
    });
  }
}
