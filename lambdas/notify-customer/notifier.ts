/** Tells a customer how an order ended, and that what came back of it was refunded. */
export interface Notifier {
  /** `key` is the same for every repetition of one notice, so that the channel can drop a second one. */
  notify(notice: {
    readonly key: string;
    readonly customerId: string;
    readonly orderId: string;
    readonly outcome: 'confirmed' | 'rejected' | 'returned';
  }): Promise<void>;
}
