/** What a server says of one setting. */
export interface NatsDrift {
  readonly setting: string;
  readonly wanted: string;
  readonly found: string;
}

/** The settings of which the server says something else than what is wanted; only wanted ones are compared. */
export function driftOf(wanted: object, found: object): readonly NatsDrift[] {
  const says = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted)
    .map(([setting, value]) => ({ setting, wanted: JSON.stringify(value), found: textOf(says.get(setting)) }))
    .filter((drift) => drift.wanted !== drift.found);
}

/** Drift as one line for people. */
export function driftText(drifts: readonly NatsDrift[]): string {
  return drifts.map(({ setting, wanted, found }) => `${setting} ${found} instead of ${wanted}`).join(', ');
}

function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
