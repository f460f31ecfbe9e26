import { describe, expect, it } from '@jest/globals';
import { isLoopbackUrl, loopbackUrl } from '../../../localstack/backends/loopback-url.ts';

describe('loopbackUrl', () => {
  it.each([
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
    ['http://localhost:4566/', 'http://localhost:4566'],
    ['http://[::1]:4566/path', 'http://[::1]:4566'],
  ])('takes %s', (text, url) => {
    expect(loopbackUrl(text)).toBe(url);
    expect(isLoopbackUrl(text)).toBe(true);
  });

  it.each([
    'https://sqs.us-east-1.amazonaws.com',
    'http://127.0.0.1.example.com:4566',
    'http://127.0.0.1@example.com',
    'http://10.0.0.1:4566',
    'http://0.0.0.0:4566',
    'file:///tmp/endpoint',
    'localhost:4566',
    '',
  ])('rejects "%s", which is not http on this machine', (text) => {
    expect(() => loopbackUrl(text)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    expect(isLoopbackUrl(text)).toBe(false);
  });

  it('rejects a wrong URL without repeating the password in it', () => {
    expect(() => loopbackUrl('http://me:secret@example.com')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
