import { expect, it } from '@jest/globals';
import { createHmacTokenSigner, leastSecretBytes } from '../../lambdas/adapters/system/hmac-token-signer.ts';
import { tokenSignerConformance } from './token-signer-conformance.ts';

tokenSignerConformance('hmac', () =>
  Promise.resolve({ signer: signerOf(1), stranger: signerOf(2), close: () => Promise.resolve() }),
);

it.each([
  [leastSecretBytes - 1, false],
  [leastSecretBytes, true],
])('takes a secret of %i bytes: %s', (bytes, taken) => {
  const create = () => createHmacTokenSigner(new Uint8Array(bytes));

  if (taken) {
    expect(create).not.toThrow();
  } else {
    expect(create).toThrow(`a secret must have at least ${leastSecretBytes} bytes, got ${bytes}`);
  }
});

function signerOf(fill: number): ReturnType<typeof createHmacTokenSigner> {
  return createHmacTokenSigner(new Uint8Array(leastSecretBytes).fill(fill));
}
