import type { SealedData, WireEnvelope } from '../../contracts/events/envelope.ts';

/** A sealed envelope as it will be once its person is forgotten, which needs no key; any other as it is. */
export function openForm(envelope: WireEnvelope): WireEnvelope {
  const { dataseal, datasubject, data, ...rest } = envelope;
  return dataseal === undefined || datasubject === undefined || !isSealedData(data)
    ? envelope
    : { ...rest, data: data.open };
}

/** Whether data has the form of what is sealed. */
export function isSealedData(data: unknown): data is SealedData {
  return (
    typeof data === 'object' && data !== null && 'open' in data && 'sealed' in data && typeof data.sealed === 'string'
  );
}
