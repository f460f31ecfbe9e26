/**
 * Signs short texts with a secret that it never gives away.
 *
 * Both methods throw PipelineError `store-unavailable` (retryable) when whoever keeps the secret does not answer.
 */
export interface TokenSigner {
  /** A signature in base64url; the same text may be given different ones. */
  sign(text: string): Promise<string>;
  /** Whether the signature is one of this signer for exactly that text; false for one that is no signature at all. */
  verify(text: string, signature: string): Promise<boolean>;
}
