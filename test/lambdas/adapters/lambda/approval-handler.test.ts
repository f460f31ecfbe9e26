import { beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ApprovalHandler, createApprovalHandler } from '../../../../lambdas/adapters/lambda/approval-handler.ts';
import { authenticatedClaim } from '../../../../lambdas/adapters/lambda/authenticated-claim.ts';
import { type ApprovalDesk, createApprovalDesk } from '../../../../lambdas/core/approval/decide-approval.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type LoanRig, loanRig, loanStore } from '../../../support/loan-rig.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

let rig: LoanRig;
let token: string;
let telemetry: ReturnType<typeof recordingTelemetry>;

beforeEach(async () => {
  rig = loanRig();
  token = await rig.reviewed('a');
  telemetry = recordingTelemetry();
});

function handlerOf(desk?: ApprovalDesk): ApprovalHandler {
  const { items, signer, clock } = rig;
  const writer = createMessageWriter({ ids: fixedIds('decision-'), clock, source: '/loans/approvals' });
  const own = createApprovalDesk({ items, signer, writer, clock, stores: { lend: loanStore } });
  return createApprovalHandler({ desk: desk ?? own, who: authenticatedClaim('email'), telemetry });
}

/** An event as a function URL and an HTTP API (payload 2.0) send it. */
function request(method: string, more: object = {}, email?: string): unknown {
  const authorizer = email === undefined ? {} : { authorizer: { jwt: { claims: { email }, scopes: [] } } };
  return { version: '2.0', rawPath: '/', requestContext: { http: { method, path: '/' }, ...authorizer }, ...more };
}

const get = (text = token): Promise<APIGatewayProxyStructuredResultV2> =>
  handlerOf()(request('GET', { rawQueryString: `token=${encodeURIComponent(text)}` }));

function post(
  fields: Record<string, string>,
  email?: string,
  encoded = false,
): Promise<APIGatewayProxyStructuredResultV2> {
  const text = new URLSearchParams(fields).toString();
  const body = encoded ? Buffer.from(text).toString('base64') : text;
  return handlerOf()(request('POST', { body, isBase64Encoded: encoded }, email));
}

const changes = (): number => rig.items.changesAfter(0, 1000).length;

describe('the entry for approvals', () => {
  it('failure mode 53: shows what is asked and decides nothing, however often a link is followed', async () => {
    const before = changes();

    const [page] = [await get(), await get(), await get()];

    expect(page).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });
    expect(page.body).toContain('review of lend a');
    expect(page.body).toContain(`value="${token}"`);
    expect(changes()).toBe(before);
  });

  it.each([false, true])(
    'records a decision with who was authenticated, in a body with base64: %s',
    async (encoded) => {
      const page = await post({ token, decision: 'approved', reason: '' }, 'ann@example.com', encoded);

      expect(page).toMatchObject({ statusCode: 200 });
      expect(page.body).toContain('Your decision is recorded');
      expect(page.body).toContain('approved by ann@example.com');
      expect(telemetry.lines).toContain('approval decided');
    },
  );

  it('failure mode 53: tells the second click what was decided and by whom', async () => {
    await post({ token, decision: 'rejected', reason: '<b>no</b>' }, 'ann@example.com');

    const again = await post({ token, decision: 'approved' }, 'bob@example.com');

    expect(again.body).toContain('This was decided before');
    expect(again.body).toContain('rejected by ann@example.com');
    expect(again.body).toContain('&#60;b&#62;no&#60;/b&#62;');
    expect((await get()).body).toContain('rejected by ann@example.com');
  });

  it('failure mode 53: lets nobody decide who is not known, whatever the form says', async () => {
    const before = changes();

    expect(await post({ token, decision: 'approved', by: 'boss' })).toMatchObject({ statusCode: 401 });
    expect(await post({ token, decision: 'approved' }, '')).toMatchObject({ statusCode: 401 });
    expect(changes()).toBe(before);
  });

  it('failure mode 53: says what is wrong with a token, and which of these can never be right again', async () => {
    const forged = await get(`${token}A`);
    rig.clock.advance(3_600_000);
    const late = await get();

    expect([forged.statusCode, (await get('')).statusCode, late.statusCode]).toEqual([403, 403, 410]);
    expect(await post({ token, decision: 'approved' }, 'ann')).toMatchObject({ statusCode: 410 });
  });

  it.each([{}, { decision: 'maybe' }, { decision: 'approved', reason: 'x'.repeat(501) }])(
    'takes %j for no decision',
    async (fields) => {
      const before = changes();

      expect(await post({ token, ...fields } as Record<string, string>, 'ann')).toMatchObject({ statusCode: 400 });
      expect(changes()).toBe(before);
    },
  );

  it.each(['PUT', 'HEAD', 'DELETE'])('answers no %s', async (method) => {
    expect(await handlerOf()(request(method))).toMatchObject({ statusCode: 405 });
  });

  it.each([undefined, {}, 'x', { requestContext: {} }])('answers %j, which is no request', async (event) => {
    expect(await handlerOf()(event)).toMatchObject({ statusCode: 405 });
  });

  it('asks to try again when the store is down, and says nothing of why', async () => {
    const down = (): Promise<never> => Promise.reject(new Error('secret'));
    const page = await handlerOf({ look: down, decide: down })(request('GET'));

    expect(page.statusCode).toBe(503);
    expect(page.body).not.toContain('secret');
    expect(telemetry.lines).toEqual(['approval not answered']);
  });
});
