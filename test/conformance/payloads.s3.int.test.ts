import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll } from '@jest/globals';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { payloadsConformance } from './payloads-conformance.ts';

const bucketName = `payloads-${randomUUID()}`;

beforeAll(async () => {
  const client = new S3Client({ forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucketName }));
  client.destroy();
});

payloadsConformance('a bucket', () => createS3Payloads({ bucketName }));
