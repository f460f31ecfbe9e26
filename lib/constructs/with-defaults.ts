/** Props in which every setting that has a default is known. */
export type Settled<Props, Defaults> = Props & {
  readonly [Name in keyof Defaults]: Name extends keyof Props ? Exclude<Props[Name], undefined> : Defaults[Name];
};

/** Fills in the defaults; a prop passed as `undefined` counts as left out, which a spread alone would not do. */
export function withDefaults<Props extends object, Defaults extends object>(
  props: Props,
  defaults: Defaults,
): Settled<Props, Defaults> {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  return Object.assign({}, defaults, Object.fromEntries(given)) as Settled<Props, Defaults>;
}
