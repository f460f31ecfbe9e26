/**
 * Milliseconds to connect and to answer. A batch is answered in tens of milliseconds, so more means a lost packet or
 * host; three attempts still end within half of the default function timeout of 30 s.
 */
export const messagingTimeouts = { connectionMs: 1000, requestMs: 4000 } as const;

/**
 * Tries of one call for a lost connection, a 5xx or a throttle, by the SDK with its own jitter; nothing above repeats
 * a whole call, or the tries would multiply.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const messagingAttempts = 3;
