import { fileURLToPath } from 'node:url';

/** The file that a definition names from the package's root. */
export function packagePath(entry: string): string {
  return fileURLToPath(new URL(`../../${entry}`, import.meta.url));
}
