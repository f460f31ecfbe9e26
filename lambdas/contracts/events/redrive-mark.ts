/** What the copy of a dead letter carries beside its body when it is sent again. */
export type RedriveMark = {
  /** The redrive that sent it. */
  readonly token: string;
  /** Id of the letter it is a copy of. */
  readonly letter: string;
  readonly position: number;
  /** Position of the letter that this redrive sent before it; 0 for its first. */
  readonly previous: number;
};

/** The message attribute that holds the mark. */
export const redriveAttribute = 'redrive';

/** A mark as the text of one attribute; ids hold no blank. */
export function redriveText({ token, letter, position, previous }: RedriveMark): string {
  return [token, position, previous, letter].join(' ');
}

/** The mark that a text says; undefined for any other text, which then marks nothing. */
export function redriveMark(text: string): RedriveMark | undefined {
  const [, token, position, previous, letter] = /^(\S+) (\d{1,15}) (\d{1,15}) (\S+)$/.exec(text) ?? [];
  return token === undefined || letter === undefined
    ? undefined
    : { token, letter, position: Number(position), previous: Number(previous) };
}
