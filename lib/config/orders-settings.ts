/** Settings of the reference application's consumers, where an environment says nothing else. */
export const ordersSettings = {
  /** An order whose total is above this many minor units is refused by the payment step. */
  DECLINE_ABOVE_CENTS: '15000',
} as const;
