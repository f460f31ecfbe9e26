const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** A time as Lambda's events of RabbitMQ write it, such as `Jan 1, 1970, 12:33:41 AM`; in seconds since the epoch. */
export function dateText(seconds: number): string {
  // Newer tables of languages put a narrow space before AM and PM, which the documented events do not have.
  return format.format(seconds * 1000).replace(/\u202f/gu, ' ');
}
