/** A new data key, in clear and as it may be stored. */
export interface WrappedKey {
  /** 32 bytes, for AES-256. */
  readonly bytes: Uint8Array;
  /** The same under the master key, in base64. */
  readonly wrapped: string;
}

/**
 * Keeps data keys safe under a master key that never leaves its place.
 *
 * Both methods bind a key to its subject: wrapped for one it cannot be unwrapped for another. They throw PipelineError
 * `keys-unavailable`, retryable unless the wrapped key is not one of this master key and subject.
 */
export interface KeyWrapping {
  /** A new data key for a subject. */
  generate(subject: string): Promise<WrappedKey>;
  unwrap(subject: string, wrapped: string): Promise<Uint8Array>;
}
