/** A store for the data of messages that are too large to carry it. */
export interface PayloadsDefinition {
  readonly spillBytes: number;
}

/** What describes the store of payloads. */
export interface PayloadsOptions {
  /**
   * UTF-8 bytes of a serialised message beyond which its data goes to the store, 1 KiB to 128 KiB. What the home of the
   * message does not take goes there too, however small.
   *
   * @default defaultSpillBytes
   */
  readonly spillBytes?: number;
}

/** An item takes 400 KB: so it holds several messages, and an event beside its message. */
export const defaultSpillBytes = 64 * 1024;

/** The least and the most that `spillBytes` may be: an item has to hold several messages of it. */
export const spillRange = [1024, 128 * 1024] as const;

/** Declares a store of payloads. */
export function payloads(options: PayloadsOptions = {}): PayloadsDefinition {
  return { spillBytes: options.spillBytes ?? defaultSpillBytes };
}
