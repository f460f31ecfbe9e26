import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { aesCipher } from '../../../../lambdas/adapters/crypto/aes-cipher.ts';

const key = randomBytes(32);
const context = 'here';

describe('AES-256-GCM', () => {
  it.each(['', 'a', 'späße 🦄', 'x'.repeat(100_000)])('opens what it sealed, text %#', (text) => {
    const sealed = aesCipher.encrypt({ key, text, context });

    expect(aesCipher.decrypt({ key, text: sealed, context })).toBe(text);
  });

  it('seals the same text differently each time', () => {
    const sealed = Array.from({ length: 100 }, () => aesCipher.encrypt({ key, text: 'a', context }));

    expect(new Set(sealed).size).toBe(100);
  });

  it('adds 28 bytes to a text, before base64', () => {
    expect(Buffer.from(aesCipher.encrypt({ key, text: 'abc', context }), 'base64')).toHaveLength(31);
  });

  const sealed = aesCipher.encrypt({ key, text: 'text', context });
  const flipped = (place: number): string => {
    const bytes = Buffer.from(sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    return bytes.toString('base64');
  };

  it.each([
    ['another key', { key: randomBytes(32) }],
    ['another context', { context: 'there' }],
    ['a bit of the vector that flipped', { text: flipped(0) }],
    ['a bit of the tag that flipped', { text: flipped(12) }],
    ['a bit of the text that flipped', { text: flipped(28) }],
    ['nothing at all', { text: '' }],
    ['a text that is too short to be one', { text: 'AAAA' }],
    ['a tag that is cut', { text: Buffer.from(sealed, 'base64').subarray(0, 20).toString('base64') }],
  ])('fails for %s', (_, change) => {
    const open = (): string => aesCipher.decrypt({ key, text: sealed, context, ...change });

    expect(open).toThrow(expect.objectContaining({ code: 'seal-broken', retryable: false }));
  });
});
