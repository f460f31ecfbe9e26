import * as z from 'zod/mini';
import type { ApprovalRequest } from './approval-handler.ts';

const Claims = z.object({
  authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }),
});

/**
 * Who decides, by a claim of the token that the authorizer of an HTTP API has checked; `email` or `sub` for most.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function authenticatedClaim(claim: string): (request: ApprovalRequest) => string | undefined {
  return ({ requestContext }) => {
    const parsed = Claims.safeParse(requestContext);
    const value = parsed.success ? parsed.data.authorizer.jwt.claims[claim] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}
