/** Entries of packages that are bundled instead of their plain ones. */
export const packageAlias = {
  // The plain entry reads a file beside itself, which a bundle does not have.
  '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
} as const;
