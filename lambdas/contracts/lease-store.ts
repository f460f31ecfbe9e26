/** First word of the partitions that hold the leases of shards; whoever sweeps needs access to them. */
export const leaseStore = 'sweeper';
