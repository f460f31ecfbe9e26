import * as z from 'zod/mini';
import type { TokenSigner } from '../ports/token-signer.ts';

const Asked = z.object({
  saga: z.string(),
  key: z.string(),
  step: z.string(),
  generation: z.int(),
  expiresAt: z.int(),
});

/** The one decision that a token gives the right to. */
export type AskedApproval = Readonly<z.infer<typeof Asked>>;

/** Signed texts of another purpose or shape can never pass for this one. */
const purpose = 'approval.v1.';

/** What whoever asks for an approval puts into a link; longer texts are not even looked at. */
const mostCharacters = 2048;

/**
 * The token that gives the right to decide one step of one saga, once, until it expires: what is asked and a signature
 * over it, fit for a URL. Whoever has it can read it, so it names nothing but ids.
 *
 * `expiresAt` is in milliseconds since the epoch. Throws as the signer does.
 */
export async function createApprovalToken(signer: TokenSigner, asked: AskedApproval): Promise<string> {
  const { saga, key, step, generation, expiresAt } = asked;
  const payload = base64url(JSON.stringify({ saga, key, step, generation, expiresAt }));
  return `${payload}.${await signer.sign(`${purpose}${payload}`)}`;
}

/**
 * What a token gives the right to; undefined for one that the signer did not sign. It may have expired.
 *
 * Throws as the signer does.
 */
export async function readApprovalToken(signer: TokenSigner, token: string): Promise<AskedApproval | undefined> {
  const [payload = '', signature = '', ...rest] = token.split('.');
  const isPlausible = token.length <= mostCharacters && payload !== '' && signature !== '' && rest.length === 0;
  // Nothing is read from a text before it is known who wrote it.
  if (!isPlausible || !(await signer.verify(`${purpose}${payload}`, signature))) {
    return undefined;
  }
  return Asked.parse(JSON.parse(textOf(payload)));
}

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function textOf(payload: string): string {
  const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
