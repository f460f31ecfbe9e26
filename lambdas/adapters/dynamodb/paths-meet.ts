import { itemPath } from './item-path.ts';

/** Whether two of the paths name the same place, or one lies within the other; an update must not have such paths. */
export function pathsMeet(paths: readonly string[]): boolean {
  if (paths.length < 2) {
    return false;
  }
  const whole = new Set<string>();
  const parents = new Set<string>();
  const entries = new Set<string>();
  for (const path of paths) {
    const { attribute, entry } = itemPath(path);
    if (whole.has(attribute) || entries.has(path) || (entry === undefined && parents.has(attribute))) {
      return true;
    }
    if (entry === undefined) {
      whole.add(attribute);
    } else {
      parents.add(attribute);
      entries.add(path);
    }
  }
  return false;
}
