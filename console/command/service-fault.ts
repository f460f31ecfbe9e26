/**
 * What AWS, or the way to it, answered instead of doing what it was asked: `AccessDenied: ...`; undefined for an error
 * that is not the SDK's, which marks its own with `$metadata`.
 */
export function serviceFault(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && '$metadata' in error && 'name' in error && 'message' in error
    ? `${String(error.name)}: ${String(error.message)}`
    : undefined;
}
