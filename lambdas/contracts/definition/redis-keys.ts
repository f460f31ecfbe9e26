/**
 * The key of a stream by its name. The braces put whatever belongs to a stream into one slot of a cluster, so that one
 * script may touch all of it.
 *
 * Source: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
export function streamKey(stream: string): string {
  return `stream:{${stream}}`;
}

/** The key of the stream that takes the dead letters of another one. */
export function deadLetterKey(stream: string): string {
  return `${streamKey(stream)}:dead`;
}
