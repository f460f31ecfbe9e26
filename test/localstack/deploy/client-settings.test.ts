import { describe, expect, it } from '@jest/globals';
import { clientSettings } from '../../../localstack/deploy/client-settings.ts';

describe('clientSettings', () => {
  it('reaches the local endpoint with keys that mean nothing', () => {
    expect(clientSettings('http://127.0.0.1:4566/')).toEqual({
      endpoint: 'http://127.0.0.1:4566',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });

  it('rejects an endpoint on another machine', () => {
    expect(() => clientSettings('http://192.168.0.7:4566')).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });
});
