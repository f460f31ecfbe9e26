import type { Visibility } from '../../core/ports/visibility.ts';

/** The visibility of a source that takes no delay for one record: it decides itself when to deliver again. */
export const noVisibility: Visibility = { delay: () => Promise.resolve() };
