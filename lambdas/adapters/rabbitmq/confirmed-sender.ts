import type { ConfirmChannel, Options } from 'amqplib';
import type { RabbitConnection } from './rabbit-connection.ts';
import { refusal } from './refusal.ts';

/** One message on its way; `options.messageId` must be there, by it a returned message is known. */
export interface RabbitSending {
  /** The exchange; '' sends to the queue that the routing key names. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/** What became of one sending: `lost` may have arrived or not and can be sent again, `refused` never will. */
export type RabbitSent =
  | { readonly state: 'confirmed' }
  | { readonly state: 'lost'; readonly reason: string }
  | { readonly state: 'refused'; readonly reason: string };

/** Sends with confirms; opens a channel when it needs one and none is open. */
export interface ConfirmedSender {
  /** Never rejects. Waits for a connection, and then for the broker. */
  send(sending: RabbitSending): Promise<RabbitSent>;
  close(): Promise<void>;
}

interface OpenChannel {
  readonly channel: ConfirmChannel;
  /** Reasons of messages that came back, by their id. */
  readonly returned: Map<string, string>;
  /** Why the broker closed it. */
  fault?: string;
}

/**
 * Makes a sender with one channel of its own.
 *
 * What the broker closes a channel for, such as an exchange that is not there, refuses all that was on its way. A broker
 * that gets a larger message than it takes closes the channel, with all that is on its way, and says its limit:
 * from then on a message above it is refused here.
 */
export function createConfirmedSender(connection: Pick<RabbitConnection, 'confirmChannel'>): ConfirmedSender {
  let current: Promise<OpenChannel> | undefined;
  let mostBytes = Infinity;
  const channelNow = (): Promise<OpenChannel> => {
    current ??= openChannel(connection, {
      failed: (cause) => {
        mostBytes = messageLimit(cause.message) ?? mostBytes;
      },
      closed: () => {
        current = undefined;
      },
    });
    return current;
  };
  return {
    send: async (sending) => {
      const bytes = sending.body.byteLength;
      if (bytes > mostBytes) {
        return {
          state: 'refused',
          reason: `message-too-large: message must be at most ${mostBytes} bytes, got ${bytes}`,
        };
      }
      try {
        return await sendOn(await channelNow(), sending);
      } catch (error) {
        current = undefined;
        return { state: 'lost', reason: textOf(error) };
      }
    },
    close: async () => {
      const open = await current?.catch(() => undefined);
      current = undefined;
      await open?.channel.close().catch(() => undefined);
    },
  };
}

async function openChannel(
  connection: Pick<RabbitConnection, 'confirmChannel'>,
  { failed, closed }: { readonly failed: (cause: Error) => void; readonly closed: () => void },
): Promise<OpenChannel> {
  const channel = await connection.confirmChannel();
  const returned = new Map<string, string>();
  const open: OpenChannel = { channel, returned };
  channel.on('return', ({ fields, properties }) => {
    returned.set(String(properties.messageId), 'replyText' in fields ? String(fields.replyText) : 'returned');
  });
  channel.on('error', (cause) => {
    open.fault = cause.message;
    failed(cause);
  });
  channel.on('close', closed);
  return open;
}

function sendOn(open: OpenChannel, sending: RabbitSending): Promise<RabbitSent> {
  const { channel, returned } = open;
  const { exchange, routingKey, body, options } = sending;
  const id = String(options.messageId);
  return new Promise((resolve) => {
    const answered = (error: unknown): void => {
      // A message that no queue takes is returned first and confirmed then.
      const reason = returned.get(id);
      returned.delete(id);
      if (reason !== undefined) {
        resolve({ state: 'refused', reason: `returned by the broker: ${reason}` });
        return;
      }
      resolve(isNothing(error) ? { state: 'confirmed' } : unconfirmed(open.fault ?? textOf(error)));
    };
    try {
      channel.publish(exchange, routingKey, body, options, answered);
    } catch (error) {
      // A closed channel is mended, whatever else the client refuses to write stays unwritable.
      resolve({ state: isClosed(error) ? 'lost' : 'refused', reason: textOf(error) });
    }
  });
}

/** What no waiting mends is not tried again. */
function unconfirmed(reason: string): RabbitSent {
  return { state: refusal(reason) === undefined || messageLimit(reason) !== undefined ? 'lost' : 'refused', reason };
}

/** The bytes that a broker takes in one message, when it closed a channel because of more. */
function messageLimit(reason: string): number | undefined {
  const most = /message size \d+ is larger than (?:configured )?max size (?<most>\d+)/u.exec(reason)?.groups?.['most'];
  return most === undefined ? undefined : Number(most);
}

function isNothing(error: unknown): boolean {
  return error === null || error === undefined;
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && error.name === 'IllegalOperationError';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
