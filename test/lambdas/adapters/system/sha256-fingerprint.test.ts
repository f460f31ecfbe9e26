import { describe, expect, it } from '@jest/globals';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';

describe('a SHA-256 fingerprint', () => {
  it.each([
    ['', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
    ['abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
  ])('of "%s" is the published one, in base64url', (text, expected) => {
    expect(sha256Fingerprint(text)).toBe(expected);
  });

  it('failure mode 29: differs for texts that differ in one character', () => {
    expect(sha256Fingerprint('{"a":1}')).not.toBe(sha256Fingerprint('{"a":2}'));
  });
});
