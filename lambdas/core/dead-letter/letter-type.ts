import { openEnvelope } from '../../contracts/events/decode-envelope.ts';

/** What stands for the type of a letter whose body names none that can be read. */
export const unknownLetterType = 'unknown';

/** The message type that the body of a letter names. */
export function letterType(body: string): string {
  try {
    return openEnvelope(body).type;
  } catch {
    return unknownLetterType;
  }
}
