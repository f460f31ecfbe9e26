/** A text that came from outside as a terminal may be given it: what would steer the terminal shows as `?`. */
export function printable(text: string, longest = Infinity): string {
  const safe = text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '?');
  return safe.length <= longest ? safe : `${safe.slice(0, longest - 1)}…`;
}
