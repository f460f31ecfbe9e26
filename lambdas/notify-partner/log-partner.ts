import type { Telemetry } from '../core/ports/telemetry.ts';
import type { Partner } from './partner.ts';

/** The reference application has no carrier: an announcement is a log line, with ids only. */
export function createLogPartner(telemetry: Pick<Telemetry, 'info'>): Partner {
  return {
    announce(parcel) {
      telemetry.info('partner notified', { ...parcel });
      return Promise.resolve();
    },
  };
}
