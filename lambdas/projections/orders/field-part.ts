/** A text of any kind as part of the name of a field, which may have no dot; the same text always gives the same name. */
export function fieldPart(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E');
}

/** The text that {@link fieldPart} was given. */
export function textOfPart(part: string): string {
  return decodeURIComponent(part);
}
