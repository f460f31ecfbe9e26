interface Lockfile {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
}

export function missingPackages(wanted: Lockfile, installed: Lockfile): string[];
