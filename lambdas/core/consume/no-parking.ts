import type { Parking } from '../ports/parking.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/**
 * The parking of a queue that has no dead letters: what can never be handled is given up, as the reason for having none
 * says that it may be. Ids and the reason stay in the log.
 */
export function createNoParking({ telemetry }: { readonly telemetry: Telemetry }): Parking {
  return {
    park: ({ id }, reason) => {
      telemetry.warn('record given up: its queue has no dead letters', { recordId: id, reason });
      return Promise.resolve();
    },
  };
}
