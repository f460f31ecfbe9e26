/** How a pipeline keeps what its types call personal: under one key for each person. */
export interface PersonalDataDefinition {
  readonly keyMemorySeconds: number;
}

/** What describes the keeping of personal data. */
export interface PersonalDataOptions {
  /**
   * Seconds for which a function may go on with a key that it has in memory: so long it may still open what is personal
   * once the person is forgotten. 0 to 900; 0 asks for the key each time.
   *
   * @default 60
   */
  readonly keyMemorySeconds?: number;
}

/** First word of the partitions that hold the keys of persons, and of the streams that say who was forgotten. */
export const subjectStore = 'subject';

/** Declares that personal data is sealed: in events, their index, messages, payloads and snapshots. */
export function personalData({ keyMemorySeconds = 60 }: PersonalDataOptions = {}): PersonalDataDefinition {
  return { keyMemorySeconds };
}
