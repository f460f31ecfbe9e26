import { describe, expect, it } from '@jest/globals';
import { sweepRequest } from '../../../../lambdas/adapters/lambda/sweep-request.ts';

describe('what a sweep is asked for', () => {
  it('is nothing where a schedule asks', () => {
    const scheduled = {
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      resources: [],
      detail: {},
    };

    expect(sweepRequest(scheduled)).toEqual({});
  });

  it.each([undefined, null, {}])('is nothing where nothing is said: %p', (event) => {
    expect(sweepRequest(event)).toEqual({});
  });

  it.each([0, 1, 86_399, 86_400])('may be a grace of %i seconds', (graceSeconds) => {
    expect(sweepRequest({ graceSeconds })).toEqual({ graceSeconds });
  });

  it.each([-1, 86_401, 0.5, Number.NaN, '60', null])('rejects a grace of %p', (graceSeconds) => {
    expect(() => sweepRequest({ graceSeconds })).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it.each(['now', 60])('rejects an event that is no object: %p', (event) => {
    expect(() => sweepRequest(event)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });
});
