/**
 * Seconds for which a consumer that dispatches at once has what it committed to itself; longer than its publisher
 * tries, and no longer than the grace of the sweeper that finds what it left.
 */
export const dispatchClaimSeconds = 5;
