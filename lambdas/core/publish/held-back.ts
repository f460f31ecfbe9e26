/** The reason for which a message is not sent once an earlier one of its key has failed. */
export function heldBack(earlierId: string): string {
  return `held back behind "${earlierId}" of the same key`;
}
