import { createHmacTokenSigner } from '../../../lambdas/adapters/system/hmac-token-signer.ts';

/** Signs the tokens of the simulated approvals. */
export const hmacSigner = createHmacTokenSigner(
  new TextEncoder().encode('the secret of a simulated world, known to nobody'),
);
