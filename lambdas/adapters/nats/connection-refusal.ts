import { errors } from '@nats-io/transport-node';

/** Why a server is refused or refuses, in words, where no waiting mends it; undefined for any other failure to connect. */
export function connectionRefusal(cause: unknown): string | undefined {
  if (cause instanceof errors.AuthorizationError) {
    return 'a refusal';
  }
  if (cause instanceof errors.ConnectionError && cause.message.includes("does not support 'tls'")) {
    return 'no TLS';
  }
  return distrust.has(codeOf(cause)) ? 'a certificate that is not trusted' : undefined;
}

/** Source: https://nodejs.org/docs/latest-v24.x/api/tls.html#x509-certificate-error-codes */
const distrust: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
