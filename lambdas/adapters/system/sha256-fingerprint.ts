import { hash } from 'node:crypto';
import type { Fingerprint } from '../../core/ports/fingerprint.ts';

/** SHA-256 over the text's UTF-8 bytes, in base64url: 43 characters. */
export const sha256Fingerprint: Fingerprint = (text) => hash('sha256', text, 'base64url');
