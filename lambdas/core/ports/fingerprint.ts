/**
 * A short text that stands for a long one: equal for equal texts and, for all that matters, different for others.
 * Must resist collisions made on purpose, so not MD5; the same in every process and release, because it is stored.
 */
export type Fingerprint = (text: string) => string;
