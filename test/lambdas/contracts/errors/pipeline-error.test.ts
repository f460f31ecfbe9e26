import { describe, expect, it } from '@jest/globals';
import { DefinitionError } from '../../../../lambdas/contracts/errors/definition-error.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';

describe('error of the package', () => {
  it('is not retryable and has no cause unless it says so', () => {
    const error = new PipelineError('a must hold, got b', { code: 'input-invalid' });

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'PipelineError', code: 'input-invalid', retryable: false });
    expect('cause' in error).toBe(false);
  });

  it('keeps its cause and whether a retry can help', () => {
    const cause = new TypeError('origin');
    const error = new PipelineError('a must hold', { code: 'store-unavailable', retryable: true, cause });

    expect(error).toMatchObject({ code: 'store-unavailable', retryable: true, cause });
  });
});

describe('error of a definition', () => {
  it('tells and carries every fault', () => {
    const error = new DefinitionError('orders', ['one is wrong', 'two is wrong']);

    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({
      name: 'DefinitionError',
      code: 'definition-invalid',
      retryable: false,
      faults: ['one is wrong', 'two is wrong'],
      message: 'pipeline "orders" must be consistent, found 2 fault(s):\n- one is wrong\n- two is wrong',
    });
  });
});
