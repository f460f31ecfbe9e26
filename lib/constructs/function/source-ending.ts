/** The ending of this package's own files: that of sources, or of the modules that are built from them. */
export const sourceEnding = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
