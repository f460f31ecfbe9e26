import type { Telemetry } from '../core/ports/telemetry.ts';
import type { Notifier } from './notifier.ts';

/** The reference application has no mail server: a notice is a log line, with ids and the outcome only. */
export function createLogNotifier(telemetry: Pick<Telemetry, 'info'>): Notifier {
  return {
    notify({ key, orderId, outcome }) {
      telemetry.info('customer notified', { key, orderId, outcome });
      return Promise.resolve();
    },
  };
}
