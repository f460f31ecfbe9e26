import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a text is a URL that can only reach this machine. */
export function isLoopbackUrl(text: string): boolean {
  try {
    return loopbackUrl(text) !== '';
  } catch {
    return false;
  }
}

/**
 * Answers a URL that can only reach this machine, without a trailing slash.
 *
 * What runs against a local endpoint creates, empties and deletes; with a wrong URL it would do so in a real account.
 *
 * @throws PipelineError `input-invalid` when the text is no http URL on the loopback interface; the text is not repeated.
 */
export function loopbackUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw new PipelineError('the local endpoint must be a URL, got other text', { code: 'input-invalid' });
  }
  const { protocol, hostname, origin } = new URL(text);
  if (protocol !== 'http:' || !loopbackHosts.has(hostname)) {
    throw new PipelineError(
      `the local endpoint must be http on 127.0.0.1, localhost or [::1], got ${protocol}//${hostname}`,
      { code: 'input-invalid' },
    );
  }
  return origin;
}
