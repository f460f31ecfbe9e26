import * as z from 'zod/mini';

/** The name of a Compose project, which no command line takes for an option. */
export const projectNameSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]*$/u));
