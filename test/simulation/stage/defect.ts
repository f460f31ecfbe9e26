/** A consumer cannot handle the first message of a type and an order that it meets. */
export interface Defect {
  readonly consumer: string;
  readonly type: string;
  readonly orderId: string;
}
