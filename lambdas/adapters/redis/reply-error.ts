/** The code that an error of the server begins with, such as `NOGROUP`; undefined for any other error. */
export function replyCode(error: unknown): string | undefined {
  return error instanceof Error ? /^(?<code>[A-Z]{3,})(?: |$)/u.exec(error.message)?.groups?.['code'] : undefined;
}

/** Whether no waiting helps: a refused login or command, or a key that holds something else. */
export function isRefusal(error: unknown): boolean {
  return ['WRONGPASS', 'NOAUTH', 'NOPERM', 'WRONGTYPE'].includes(replyCode(error) ?? '');
}
