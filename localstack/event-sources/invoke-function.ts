import {
  InvokeCommand,
  type InvokeCommandOutput,
  type LambdaClient,
  LambdaServiceException,
} from '@aws-sdk/client-lambda';
import type { Delivery } from './retry-decision.ts';

/** How one invocation ended, and what the on-failure record says about it. */
export interface Invocation {
  readonly delivery: Delivery;
  readonly requestId: string;
  readonly functionError: string | undefined;
}

/** Hands an event over to a function and waits for its answer. */
export type InvokeFunction<Event extends object> = (event: Event) => Promise<Invocation>;

/**
 * Makes the call that hands events to a function.
 *
 * Being throttled and errors of the service are answers; everything else, such as a function that does not exist or an
 * endpoint that is gone, is thrown as it came.
 */
export function createInvokeFunction<Event extends object>(
  lambda: LambdaClient,
  functionArn: string,
): InvokeFunction<Event> {
  return async (event) => {
    const command = new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'RequestResponse',
      Payload: JSON.stringify(event),
    });
    try {
      return invocationOf(await lambda.send(command));
    } catch (cause) {
      if (cause instanceof LambdaServiceException && isPassing(cause)) {
        const requestId = cause.$metadata.requestId ?? '';
        return { delivery: { kind: 'not-invoked' }, requestId, functionError: undefined };
      }
      throw cause;
    }
  };
}

function invocationOf({ FunctionError, Payload, $metadata }: InvokeCommandOutput): Invocation {
  return {
    delivery: FunctionError === undefined ? answered(Payload) : { kind: 'function-error' },
    requestId: $metadata.requestId ?? '',
    functionError: FunctionError,
  };
}

function answered(payload: InvokeCommandOutput['Payload']): Delivery {
  const text = payload?.transformToString() ?? '';
  try {
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return { kind: 'answered', answer };
  } catch {
    return { kind: 'function-error' };
  }
}

function isPassing({ $metadata: { httpStatusCode = 0 } }: LambdaServiceException): boolean {
  return httpStatusCode === 429 || httpStatusCode >= 500;
}
