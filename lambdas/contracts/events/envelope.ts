/**
 * A message on the wire: CloudEvents 1.0 in structured JSON, with the tracing and correlation extensions.
 *
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export interface Envelope<Name extends string = string, Data = unknown> {
  readonly specversion: '1.0';
  /**
   * The same on every path a message can take, so that a duplicate is recognisable: UUIDv7, or what follows from the
   * key of a producer that publishes once for each key.
   */
  readonly id: string;
  /** Who wrote it: `/pipeline/consumer`. */
  readonly source: string;
  readonly type: Name;
  /** The ordering key. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** `urn:event:<name>:<version>`. */
  readonly dataschema: string;
  /** One id for everything that one outside request caused. */
  readonly correlationid: string;
  /** The id of the message that caused this one; absent on the first. */
  readonly causationid?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** The queue to which the reply is to be sent, by its name in the definition; absent where it goes to its home. */
  readonly replyto?: string;
  /** The queue that a reply was sent to because its request named it. */
  readonly addressee?: string;
  /**
   * The pseudonym of the person whose data was sealed, the same for all that is about that person; absent where nothing
   * is sealed, and once the person is forgotten.
   */
  readonly datasubject?: string;
  readonly data: Data;
}

/**
 * An envelope as it travels: its data within, or kept in a store of payloads to which `dataref` leads.
 *
 * Source: https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/dataref.md
 */
export interface WireEnvelope extends Omit<Envelope, 'data'> {
  readonly data?: unknown;
  /** A URI reference; looked at only when there is no data. */
  readonly dataref?: string;
  /** How `data` is sealed: then it is {@link SealedData} instead of what its type says. */
  readonly dataseal?: string;
}

/** Data whose personal part only the key of its person opens. */
export interface SealedData {
  /** The data as it will be once the person is forgotten. */
  readonly open: unknown;
  /** What is personal in it, encrypted. */
  readonly sealed: string;
}
