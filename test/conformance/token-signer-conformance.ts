import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenSigner } from '../../lambdas/core/ports/token-signer.ts';

/** A signer under test, and another one with another secret. */
export interface OpenTokenSigners {
  readonly signer: TokenSigner;
  readonly stranger: TokenSigner;
  readonly close: () => Promise<void>;
}

/** What every `TokenSigner` must do. */
export function tokenSignerConformance(name: string, open: () => Promise<OpenTokenSigners>): void {
  describe(`token signer (${name})`, () => {
    let opened: OpenTokenSigners;

    beforeAll(async () => {
      opened = await open();
    }, 30_000);
    afterAll(async () => {
      await opened.close();
    });

    it.each(['a', 'approval.v1.eyJ', 'größe', 'x'.repeat(4096)])(
      'knows its own signature over a text',
      async (text) => {
        const signature = await opened.signer.sign(text);

        expect(signature).toMatch(/^[\w-]{43}$/);
        expect(await opened.signer.verify(text, signature)).toBe(true);
      },
    );

    it('refuses its own signature over another text', async () => {
      const signature = await opened.signer.sign('order-1');

      expect(await opened.signer.verify('order-2', signature)).toBe(false);
    });

    it('refuses the signature of another secret', async () => {
      const signature = await opened.stranger.sign('order-1');

      expect(await opened.signer.verify('order-1', signature)).toBe(false);
    });

    it.each(['', '!', 'a', 'ab', 'AAAA', 'A'.repeat(43), `${'A'.repeat(43)}=`, ' '.repeat(43), 'é'.repeat(43)])(
      'refuses %j, which is no signature of it',
      async (signature) => {
        expect(await opened.signer.verify('order-1', signature)).toBe(false);
      },
    );

    it('refuses a signature that was cut short or has more behind it', async () => {
      const signature = await opened.signer.sign('order-1');

      expect(await opened.signer.verify('order-1', signature.slice(0, -1))).toBe(false);
      expect(await opened.signer.verify('order-1', `${signature}A`)).toBe(false);
    });
  });
}
