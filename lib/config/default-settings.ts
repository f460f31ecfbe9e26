/** Settings of consumers that hold in every environment which says nothing else. */
export const defaultSettings = {
  /** An order whose total is above this many minor units is refused by the payment step. */
  DECLINE_ABOVE_CENTS: '15000',
} as const;
