/** What is encrypted, and what it is bound to. */
export interface CipherText {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly text: string;
  /** Is not kept in the result; decrypting needs the very same. */
  readonly context: string;
}

/** Authenticated encryption of texts: AES-256-GCM in production. */
export interface PersonalCipher {
  /** A text that nobody reads without the key; another one each time. */
  encrypt(text: CipherText): string;
  /** @throws PipelineError `seal-broken` when key, context or a single bit is not the one it was encrypted with. */
  decrypt(text: CipherText): string;
}
