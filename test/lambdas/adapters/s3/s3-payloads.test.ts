import { expect, it } from '@jest/globals';
import type { S3Objects } from '../../../../lambdas/adapters/s3/s3-objects.ts';
import { createS3Payloads } from '../../../../lambdas/adapters/s3/s3-payloads.ts';
import { payloadsConformance } from '../../../conformance/payloads-conformance.ts';

function memoryObjects(): S3Objects & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    objects,
    put: (key, text) => Promise.resolve(void objects.set(key, text)),
    get: (key) => Promise.resolve(objects.get(key)),
  };
}

payloadsConformance('a bucket in memory', () => {
  const objects = memoryObjects();
  return createS3Payloads({ bucketName: 'bucket', open: () => Promise.resolve(objects) });
});

it('opens its bucket when it is first needed, and once', async () => {
  const opened: string[] = [];
  const objects = memoryObjects();
  const open = (bucketName: string): Promise<S3Objects> => {
    opened.push(bucketName);
    return Promise.resolve(objects);
  };

  const payloads = createS3Payloads({ bucketName: 'bucket', open });
  const before = opened.length;
  await payloads.get(await payloads.put({ id: 'a', text: '1', life: 'stream' }));
  await payloads.put({ id: 'b', text: '2', life: 'message' });

  expect(before).toBe(0);
  expect(opened).toEqual(['bucket']);
  expect([...objects.objects.keys()]).toEqual(['streams/a', 'messages/b']);
});

it('reads nothing of its bucket but payloads', async () => {
  const objects = memoryObjects();
  objects.objects.set('other/a', 'secret');
  const payloads = createS3Payloads({ bucketName: 'bucket', open: () => Promise.resolve(objects) });

  await expect(payloads.get('s3://bucket/other/a')).rejects.toMatchObject({ code: 'payload-missing' });
});

it('is unavailable, for a later try, when the bucket fails or cannot be opened', async () => {
  const refused = (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' }));
  const failing = createS3Payloads({
    bucketName: 'bucket',
    open: () => Promise.resolve({ put: refused, get: refused }),
  });
  const closed = createS3Payloads({ bucketName: 'bucket', open: refused });
  const unavailable = {
    code: 'store-unavailable',
    retryable: true,
    message: 'the store of payloads must answer, got AccessDenied',
  };

  for (const payloads of [failing, closed]) {
    await expect(payloads.put({ id: 'a', text: '1', life: 'stream' })).rejects.toMatchObject(unavailable);
    await expect(payloads.get('s3://bucket/streams/a')).rejects.toMatchObject(unavailable);
  }
});
