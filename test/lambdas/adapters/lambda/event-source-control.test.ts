import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { createEventSourceControl } from '../../../../lambdas/adapters/lambda/event-source-control.ts';
import {
  createLambdaClient,
  lambdaAttempts,
  lambdaTimeouts,
} from '../../../../lambdas/adapters/lambda/lambda-client.ts';
import type { SourceControl } from '../../../../lambdas/core/ports/source-control.ts';

interface Sent {
  readonly command: string;
  readonly input: unknown;
}

/** A control whose client reaches no network and answers as told, and what was sent through it. */
function controlOver(answer: () => object): { readonly control: SourceControl; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ region: 'eu-central-1', credentials });
  lambda.middlewareStack.add(
    (_, context) => (args) => {
      sent.push({ command: context.commandName ?? '', input: { ...args.input } });
      return new Promise((resolve) => {
        resolve({ output: { $metadata: {}, ...answer() }, response: undefined });
      });
    },
    { step: 'initialize', priority: 'high', name: 'stub' },
  );
  return { sent, control: createEventSourceControl({ lambda, mappingOf: (queue) => `mapping-of-${queue}` }) };
}

describe('the control of event source mappings', () => {
  it.each([
    ['Enabled', false],
    ['Enabling', false],
    ['Disabled', true],
    ['Disabling', true],
  ])('says of state %s that it is paused: %s', async (State, paused) => {
    const { control, sent } = controlOver(() => ({ State }));

    expect(await control.paused('orders')).toBe(paused);
    expect(sent).toEqual([{ command: 'GetEventSourceMappingCommand', input: { UUID: 'mapping-of-orders' } }]);
  });

  it.each(['Creating', 'Updating', 'Deleting', undefined])('fails for a mapping in state %s', async (State) => {
    await expect(controlOver(() => ({ State })).control.paused('orders')).rejects.toMatchObject({
      code: 'source-unavailable',
      retryable: true,
    });
  });

  it.each([
    ['pause', false],
    ['resume', true],
  ] as const)('to %s it sets Enabled to %s and nothing else', async (change, Enabled) => {
    const { control, sent } = controlOver(() => ({}));

    await control[change]('orders');

    expect(sent).toEqual([
      { command: 'UpdateEventSourceMappingCommand', input: { UUID: 'mapping-of-orders', Enabled } },
    ]);
  });

  it.each(['paused', 'pause', 'resume'] as const)(
    'fails to %s when the service refuses, and names why',
    async (ask) => {
      const cause = new Error('ResourceInUseException');
      const { control } = controlOver(() => {
        throw cause;
      });

      await expect(control[ask]('orders')).rejects.toMatchObject({
        code: 'source-unavailable',
        retryable: true,
        cause,
      });
    },
  );
});

describe('createLambdaClient', () => {
  it('bounds the attempts and the time of a call', async () => {
    expect(await createLambdaClient().config.maxAttempts()).toBe(lambdaAttempts);
    expect({ lambdaAttempts, lambdaTimeouts }).toEqual({
      lambdaAttempts: 2,
      lambdaTimeouts: { connectionMs: 1000, requestMs: 5000 },
    });
  });
});
