/** The carrier who fetches parcels. */
export interface Partner {
  /** `key` is the same for every repetition of one announcement, so that the carrier can drop a second one. */
  announce(parcel: { readonly key: string; readonly orderId: string; readonly parcel: string }): Promise<void>;
}
