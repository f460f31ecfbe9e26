import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/**
 * Milliseconds to connect, to answer, and for which a transfer may stand still. An object of a few megabytes is answered
 * in tens of milliseconds; three tries still end within half of the default function timeout of 30 s.
 */
export const objectTimeouts = { connectionMs: 1000, requestMs: 4000, idleMs: 4000 } as const;

/** Tries for a lost connection, a 5xx or a throttle, by the SDK. */
export const objectAttempts = 3;

/**
 * Texts in a bucket, by key. Both methods throw the SDK's errors: this file is bundled apart, with copies of its own of
 * whatever it imports, and a PipelineError of its own would be none to the code that called it.
 */
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
      await client.send(
        new PutObjectCommand({ Bucket: bucketName, Key: key, Body: text, ContentType: 'application/json' }),
      );
    },
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return await Body?.transformToString('utf-8');
      } catch (cause) {
        if (cause instanceof NoSuchKey) {
          return undefined;
        }
        throw cause;
      }
    },
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
      socketTimeout: objectTimeouts.idleMs,
      throwOnRequestTimeout: true,
    },
  });
}
