export const nodeFlags: Readonly<Record<string, readonly string[] | undefined>>;
