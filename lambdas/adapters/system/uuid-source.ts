import { uuidv7 } from 'uuidv7';
import type { IdSource } from '../../core/ports/id-source.ts';

/** Ids as UUIDv7: unique everywhere, and sorted by their creation within one process. */
export const uuidSource: IdSource = { next: () => uuidv7() };
