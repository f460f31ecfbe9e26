/** What a broker said about one message of a batch. */
export type EntryAnswer =
  { readonly accepted: true } | { readonly accepted: false; readonly reason: string; readonly retryable: boolean };

/** The lists that SQS and SNS answer a batch with. */
export interface BatchOutput {
  readonly Successful?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly Failed?: readonly FailedEntry[] | undefined;
}

interface FailedEntry {
  readonly Id: string | undefined;
  readonly Code: string | undefined;
  readonly Message?: string | undefined;
  readonly SenderFault: boolean | undefined;
}

/**
 * Looks up the answer for the entry at a place of the batch, which names it.
 *
 * A call succeeds even when every entry failed, so each is looked up; one that the broker did not mention counts as
 * failed and may be sent again.
 */
export function entryAnswers({ Successful = [], Failed = [] }: BatchOutput): (place: number) => EntryAnswer {
  const successful = new Set(Successful.map(({ Id }) => Id));
  const failed = new Map(Failed.map((entry) => [entry.Id, entry] as const));
  return (place) => {
    const id = String(place);
    return successful.has(id) ? { accepted: true } : refusal(failed.get(id));
  };
}

function refusal(entry: FailedEntry | undefined): EntryAnswer {
  if (entry === undefined) {
    return { accepted: false, reason: 'the broker did not answer for this message', retryable: true };
  }
  const { Code = 'unknown code', Message = 'no message', SenderFault } = entry;
  return { accepted: false, reason: `${Code}: ${Message}`, retryable: SenderFault !== true };
}
