import * as z from 'zod/mini';

const separated = z.pipe(
  z.string(),
  z.transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
);

/** What a variable must be that names servers: `host:port`, separated by commas. */
export const hostPorts = {
  schema: z.pipe(separated, z.array(z.string().check(z.regex(/^[^\s:@/]+:\d{1,5}$/u))).check(z.minLength(1))),
  must: 'host:port, separated by commas',
} as const;

/** What a variable must be that names servers by URLs of a protocol and its secure form, without user and password. */
export function serverUrls([plain, secure]: readonly [string, string]): {
  readonly schema: z.ZodMiniType<readonly URL[]>;
  readonly must: string;
} {
  const url = z.string().check(z.refine((value) => isServer(value, [plain, secure])));
  const parsed = z.transform((values: string[]) => values.map((value) => new URL(value)));
  return {
    schema: z.pipe(z.pipe(separated, z.array(url).check(z.minLength(1))), parsed),
    must: `${plain}://host or ${secure}://host, separated by commas, without user and password`,
  };
}

/** Names and passwords belong into the secret: addresses are shown and logged. */
function isServer(value: string, protocols: readonly string[]): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return (
    url !== undefined &&
    protocols.includes(url.protocol.slice(0, -1)) &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === ''
  );
}
