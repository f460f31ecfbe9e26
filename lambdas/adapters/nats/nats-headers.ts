import { headers, type MsgHdrs } from '@nats-io/transport-node';

/**
 * Headers as NATS carries them.
 *
 * @throws Error when a value has a line break, which no header can carry.
 */
export function natsHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(values)) {
    made.set(name, value);
  }
  return made;
}

/** The value of a header, undefined when it is not there. */
export function headerOf(all: MsgHdrs | undefined, name: string): string | undefined {
  return all?.has(name) === true ? all.get(name) : undefined;
}

/** A text as one line, as a header carries it; the first 1000 characters of it. */
export function headerLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, 1000);
}
