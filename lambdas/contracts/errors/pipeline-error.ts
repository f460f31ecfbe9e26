/** Every failure this package can name; the code is stable across releases and survives a minified bundle. */
export type PipelineErrorCode =
  | 'definition-invalid'
  | 'construct-invalid'
  | 'environment-invalid'
  | 'envelope-invalid'
  | 'event-unknown'
  | 'event-invalid'
  | 'event-version-unknown'
  | 'store-conflict'
  | 'store-limit'
  | 'store-unavailable'
  | 'payload-missing'
  | 'payload-sealed'
  | 'seal-broken'
  | 'keys-unavailable'
  | 'unit-sealed'
  | 'stream-conflict'
  | 'stream-gap'
  | 'index-gap'
  | 'publish-failed'
  | 'publish-unroutable'
  | 'lease-lost'
  | 'result-missing'
  | 'saga-definition-unknown'
  | 'batch-failed'
  | 'message-too-large'
  | 'source-unavailable'
  | 'input-invalid'
  | 'backend-failed';

/** What an error may carry besides its text: ids and sizes, never payloads or secrets. */
export interface PipelineErrorOptions {
  readonly code: PipelineErrorCode;
  /** Whether the same call can succeed later without a change. @default false */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * The one base of all errors of this package.
 *
 * The message says what must hold, then what came; branch on `code`, never on the text.
 */
export class PipelineError extends Error {
  override readonly name: string = 'PipelineError';
  readonly code: PipelineErrorCode;
  readonly retryable: boolean;

  constructor(message: string, options: PipelineErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable ?? false;
  }
}
