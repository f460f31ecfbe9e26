import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { ApprovalDesk } from '../../core/approval/decide-approval.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { type ApprovalPage, answerPage, standingPage } from './approval-page.ts';

const Request = z.object({
  rawQueryString: z.optional(z.string()),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  requestContext: z.looseObject({ http: z.object({ method: z.string() }) }),
});

/** The claims of whoever was authenticated, with what the entry says of the request. */
export type ApprovalRequest = Readonly<z.infer<typeof Request>>;

/** What answering people over HTTP works with. */
export interface ApprovalHandlerDependencies {
  readonly desk: ApprovalDesk;
  /**
   * Who decides, as the entry has found out; undefined for somebody it does not know, who may look but not decide. What
   * the request itself says about it must not count.
   */
  readonly who: (request: ApprovalRequest) => string | undefined;
  readonly telemetry: Telemetry;
}

/** A function behind a function URL or an HTTP API. */
export type ApprovalHandler = (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>;

const Form = z.object({
  token: z.string(),
  decision: z.enum(['approved', 'rejected']),
  reason: z.optional(z.string().check(z.maxLength(500))),
});

/** A page that says nothing to others: the token is in its address. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Answers who was asked for an approval: GET with `?token=` shows what is asked and decides nothing, POST of the form
 * decides.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function createApprovalHandler(dependencies: ApprovalHandlerDependencies): ApprovalHandler {
  const { telemetry } = dependencies;
  return async (event) => {
    try {
      return rendered(await pageOf(dependencies, event));
    } catch (cause) {
      telemetry.error('approval not answered', {}, cause);
      return rendered({ status: 503, html: '<h1>Not answered now, please try again</h1>' });
    } finally {
      telemetry.flush();
    }
  };
}

async function pageOf(dependencies: ApprovalHandlerDependencies, event: unknown): Promise<ApprovalPage> {
  const parsed = Request.safeParse(event);
  const method = parsed.data?.requestContext.http.method;
  if (!parsed.success || (method !== 'GET' && method !== 'POST')) {
    return { status: 405, html: '<h1>Only GET and POST are answered</h1>' };
  }
  return method === 'GET' ? look(dependencies, parsed.data) : decide(dependencies, parsed.data);
}

async function look({ desk }: ApprovalHandlerDependencies, { rawQueryString }: ApprovalRequest): Promise<ApprovalPage> {
  const token = new URLSearchParams(rawQueryString).get('token') ?? '';
  return standingPage(await desk.look(token), token);
}

async function decide(
  { desk, who, telemetry }: ApprovalHandlerDependencies,
  request: ApprovalRequest,
): Promise<ApprovalPage> {
  const form = Form.safeParse(fieldsOf(request));
  if (!form.success) {
    return { status: 400, html: '<h1>A decision must be approved or rejected</h1>' };
  }
  const by = who(request);
  if (by === undefined || by === '') {
    return { status: 401, html: '<h1>Sign in to decide</h1>' };
  }
  const { token, decision, reason } = form.data;
  const answer = await desk.decide({ token, decision, by, ...(reason !== undefined && { reason }) });
  if (answer.kind === 'decided' && answer.first) {
    const { saga, step, key } = answer.asked;
    telemetry.info('approval decided', { saga, step, key, decision });
  }
  return answerPage(answer);
}

function fieldsOf({ body = '', isBase64Encoded = false }: ApprovalRequest): Readonly<Record<string, string>> {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  // A field that is left empty was not filled in.
  return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value.trim() !== ''));
}

function rendered({ status, html }: ApprovalPage): APIGatewayProxyStructuredResultV2 {
  const body = `<!doctype html><html lang="en"><title>Approval</title><main>${html}</main></html>`;
  return { statusCode: status, headers, body };
}
