/** Most names for which their own sort is the faster one. */
export const fewNames = 32;

/**
 * Sorts names in place by their UTF-16 code units, whatever the locale, and answers them.
 *
 * The names of one object are few, and for few the language's own sort allocates far more than it sorts.
 */
export function sortedNames(names: string[]): readonly string[] {
  if (names.length > fewNames) {
    return names.sort();
  }
  for (let end = 1; end < names.length; end += 1) {
    insert(names, end);
  }
  return names;
}

/** Moves the name at `end` to its place among the sorted ones before it. */
function insert(names: string[], end: number): void {
  const name = names[end] ?? '';
  let place = end;
  for (let before = names[place - 1]; before !== undefined && before > name; before = names[place - 1]) {
    names[place] = before;
    place -= 1;
  }
  names[place] = name;
}
