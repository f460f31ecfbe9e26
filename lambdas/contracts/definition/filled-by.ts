/**
 * Who fills a topic or stream: consumers of the pipeline that forward to it, or somebody else, who then makes it and
 * changes it too.
 */
export type FilledBy = 'forwarders' | 'others';
