/** Milliseconds to connect and to answer: services of AWS answer in tens, so more means a lost packet or host. */
const timeouts = { connectionMs: 1000, requestMs: 4000 } as const;

/** How a client of a service that answers at once gives up and tries again. */
export const promptService = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: timeouts.connectionMs,
    requestTimeout: timeouts.requestMs,
    throwOnRequestTimeout: true,
  },
} as const;
