/**
 * The packages that a lockfile asks for and an installation lacks or has in another version.
 *
 * Compares what npm installed (`node_modules/.package-lock.json`) with what it should, by content: times of files say
 * nothing after a checkout. Optional packages may be absent: most are for other platforms.
 *
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean }> }} wanted
 * @param {{ packages?: Record<string, { version?: string }> }} installed
 * @returns {string[]} their folders, such as `node_modules/zod`
 */
export function missingPackages(wanted, installed) {
  const present = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {})
    .filter(([folder, { version, optional = false }]) => {
      const found = present[folder];
      return folder !== '' && (found === undefined ? !optional : found.version !== version);
    })
    .map(([folder]) => folder);
}
