/** First words of the partitions in the table of an index of events; whoever works there needs access to them. */
export const indexStores = {
  /** Pages of events, in the order of their positions. */
  pages: 'index',
  /** How far each stream is indexed. */
  pointers: 'indexed',
  /** How far each subscription has read, and who reads for it now. */
  subscriptions: 'checkpoint',
  /** Which generation of each projection is live. */
  projections: 'projection',
  /** The rows of each generation. */
  views: 'view',
} as const;
