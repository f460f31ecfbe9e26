import { describe, expect, it } from '@jest/globals';
import { errorFields, maximumCauses } from '../../../../lambdas/adapters/telemetry/error-fields.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';

describe('fields of an error', () => {
  it('keeps name, code, message, stack and the causes', () => {
    const cause = new TypeError('socket closed');
    const error = new PipelineError('store must answer', { code: 'store-unavailable', cause });

    expect(errorFields(error)).toEqual({
      name: 'PipelineError',
      code: 'store-unavailable',
      message: 'store must answer',
      stack: error.stack,
      cause: { name: 'TypeError', code: undefined, message: 'socket closed', stack: cause.stack, cause: undefined },
    });
  });

  it('failure mode 80: leaves out every other property, because AWS errors carry items', () => {
    const error = Object.assign(new TypeError('condition failed'), { Item: { note: { S: 'secret' } } });

    expect(JSON.stringify(errorFields(error))).not.toContain('secret');
  });

  it.each([undefined, null, 'secret', { message: 'secret' }])('keeps nothing of %j, which is no error', (thrown) => {
    expect(JSON.stringify(errorFields(thrown))).not.toContain('secret');
  });

  it('ends a ring of causes', () => {
    const ring = new TypeError('ring');
    ring.cause = ring;

    let depth = 0;
    for (let fields = errorFields(ring).cause; fields !== undefined; fields = fields.cause) {
      depth += 1;
    }

    expect(depth).toBe(maximumCauses);
  });
});
