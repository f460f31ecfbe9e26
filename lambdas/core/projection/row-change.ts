import type { Attributes } from '../ports/item-store.ts';

/**
 * A change of fields of a row: top-level attributes without a dot in their name.
 *
 * Sums are exact as long as they are integers below 2^53: count money in cents.
 */
export interface FieldsChange {
  /** Numbers to add; an absent field counts as 0. @default none */
  readonly add?: Readonly<Record<string, number>>;
  /** New values. @default none */
  readonly set?: Attributes;
  /** Names of fields to take away. @default none */
  readonly remove?: readonly string[];
}

/** A change of one row of a view: of some fields, or the whole row goes. */
export type RowChange =
  | (FieldsChange & {
      /** Names the row within its view; rows are listed in the order of their names. */
      readonly row: string;
    })
  | { readonly row: string; readonly gone: true };
