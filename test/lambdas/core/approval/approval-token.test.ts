import { describe, expect, it } from '@jest/globals';
import { createHmacTokenSigner } from '../../../../lambdas/adapters/system/hmac-token-signer.ts';
import {
  type AskedApproval,
  createApprovalToken,
  readApprovalToken,
} from '../../../../lambdas/core/approval/approval-token.ts';

const signer = createHmacTokenSigner(new Uint8Array(32).fill(7));
const stranger = createHmacTokenSigner(new Uint8Array(32).fill(8));
const asked: AskedApproval = { saga: 'refund', key: 'C-größe', step: 'review', generation: 3, expiresAt: 1_000 };

describe('an approval token', () => {
  it('gives back what it was made for, and fits into a URL as it is', async () => {
    const token = await createApprovalToken(signer, asked);

    expect(await readApprovalToken(signer, token)).toEqual(asked);
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('failure mode 53: is worth nothing when another secret signed it', async () => {
    expect(await readApprovalToken(signer, await createApprovalToken(stranger, asked))).toBeUndefined();
  });

  it('failure mode 53: is worth nothing once any of its characters is another', async () => {
    const token = await createApprovalToken(signer, asked);
    const changed = Array.from(token, (character, at) =>
      [token.slice(0, at), character === 'A' ? 'B' : 'A', token.slice(at + 1)].join(''),
    );

    const read = await Promise.all(changed.map((text) => readApprovalToken(signer, text)));

    expect(read.filter((one) => one !== undefined)).toEqual([]);
  });

  it('failure mode 53: does not take a signature that was given for another purpose', async () => {
    const [payload] = (await createApprovalToken(signer, asked)).split('.');

    expect(await readApprovalToken(signer, `${payload}.${await signer.sign(payload ?? '')}`)).toBeUndefined();
  });

  it.each(['', '.', 'a', 'a.', '.a', 'a.b', 'a.b.c', 'x'.repeat(100_000), `${'x'.repeat(2048)}.y`])(
    'is not %j',
    async (text) => {
      expect(await readApprovalToken(signer, text.slice(0, 3000))).toBeUndefined();
    },
  );

  it('holds nothing that was not asked for', async () => {
    const more = { ...asked, customer: 'secret' };

    expect(await readApprovalToken(signer, await createApprovalToken(signer, more))).toEqual(asked);
  });
});
