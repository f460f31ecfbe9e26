/** Knows what a parcel costs to send. */
export interface ShippingQuotes {
  /**
   * The price of sending so many units, in cents.
   *
   * @throws PipelineError (retryable) when nobody answers in time.
   */
  quote(parcel: { readonly orderId: string; readonly units: number }): Promise<number>;
}
