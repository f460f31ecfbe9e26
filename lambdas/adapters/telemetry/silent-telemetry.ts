import type { Telemetry } from '../../core/ports/telemetry.ts';

/** Telemetry that nobody looks at. */
export const silentTelemetry: Telemetry = {
  count: drop,
  info: drop,
  warn: drop,
  error: drop,
  flush: drop,
};

function drop(): void {
  // Nobody looks.
}
