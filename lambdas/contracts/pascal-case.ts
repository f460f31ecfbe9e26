/** `orderEvents` as `OrderEvents`: the form of construct ids and outputs. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
