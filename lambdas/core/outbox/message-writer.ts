import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import type { ReplyAddresses } from '../../contracts/definition/reply-addresses.ts';
import { schemaUrn } from '../../contracts/events/schema-urn.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';

/** What a new message inherits from the one that caused it. */
export type Cause = Pick<Envelope, 'id' | 'correlationid' | 'traceparent' | 'replyto'>;

/** Gives drafts an identity, a time and a place in the chain of causes. */
export interface MessageWriter {
  /** Without a cause the message starts a chain of its own. */
  write<Name extends string, Data>(draft: Draft<Name, Data>, cause: Cause | undefined): Envelope<Name, Data>;
}

/** What a writer needs. */
export interface MessageWriterDependencies {
  readonly ids: IdSource;
  readonly clock: Clock;
  /** The `source` of every message: `/pipeline/consumer`. */
  readonly source: string;
  /** The types that may go to a reply address, by queue. @default none: every message goes to its home */
  readonly replies?: ReplyAddresses;
}

/** Creates the writer of one consumer. */
export function createMessageWriter(dependencies: MessageWriterDependencies): MessageWriter {
  const { ids, clock, source, replies = {} } = dependencies;
  const timeOf = timeTexts();
  return {
    write(draft, cause) {
      const id = ids.next();
      return {
        specversion: '1.0',
        id,
        source,
        type: draft.type.name,
        subject: draft.type.keyOf(draft.data),
        time: timeOf(clock.now()),
        datacontenttype: 'application/json',
        dataschema: schemaUrn(draft.type),
        correlationid: cause?.correlationid ?? id,
        ...(cause === undefined ? {} : { causationid: cause.id }),
        ...(cause?.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
        ...addressed(replies, draft.type.name, cause?.replyto),
        data: draft.data,
      };
    },
  };
}

/** An address that whoever replies has not declared is ignored: a message must not decide where others go. */
function addressed(replies: ReplyAddresses, type: string, address: string | undefined): Pick<Envelope, 'addressee'> {
  return address !== undefined && Object.hasOwn(replies, address) && replies[address]?.includes(type) === true
    ? { addressee: address }
    : {};
}

/** The messages of a commit share a millisecond, and to write it out costs more than the rest of an envelope. */
function timeTexts(): (at: number) => string {
  let last = Number.NaN;
  let text = '';
  return (at) => {
    if (at !== last) {
      text = new Date(at).toISOString();
      last = at;
    }
    return text;
  };
}
