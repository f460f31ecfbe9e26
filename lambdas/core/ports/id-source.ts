/** The only source of identity in the core. */
export interface IdSource {
  /** A new id that sorts by creation; UUIDv7 in production. */
  next(): string;
}
