import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';

/** Sends messages to one place of a broker. */
export interface Producing {
  /** Resolves once the broker has acknowledged all of them. */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** Takes messages from one place of a broker, which holds them already. */
export interface Consuming {
  /** Begins to take them; what can be done before was done when it was opened. */
  begin(): Promise<void>;
  /** Stops, and answers how many messages the broker still counts as not settled. */
  end(): Promise<number>;
}

/** What a consumer is given. */
export interface Consumption {
  /** Name of a queue, topic or stream that nobody has used. */
  readonly place: string;
  readonly messages: readonly OutgoingMessage[];
  /** To be told whenever so many messages were settled. */
  readonly settled: (messages: number) => void;
}

/** One way to send. */
export interface ProducerSide {
  readonly name: string;
  open(place: string): Promise<Producing>;
}

/** One way to take. */
export interface ConsumerSide {
  readonly name: string;
  /** Connects and brings the messages into their place. */
  open(consumption: Consumption): Promise<Consuming>;
}

/** This package's side, what it is held against, and how much of the other's rate it should have. */
export interface Pair {
  readonly ours: string;
  readonly peer: string;
  readonly least: number;
}

/** Everything that is measured on one broker. */
export interface BrokerSides {
  readonly broker: string;
  /** Messages of each turn. */
  readonly messages: number;
  readonly producers: readonly ProducerSide[];
  readonly consumers: readonly ConsumerSide[];
  readonly pairs: { readonly produce: readonly Pair[]; readonly consume: readonly Pair[] };
  close(): Promise<void>;
}

/** Of a client without validation, traces and marks; and of a toolkit, which has some of them. */
export const aims = { bare: 0.9, toolkit: 1 } as const;
