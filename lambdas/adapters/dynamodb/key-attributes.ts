/** Names of the key attributes; both count towards the size of every item. */
export const keyAttributes = { partition: 'pk', sort: 'sk' } as const;
