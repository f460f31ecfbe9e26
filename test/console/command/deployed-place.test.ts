import { describe, expect, it } from '@jest/globals';
import { deployedPlace } from '../../../console/command/deployed-place.ts';
import { parseOptions } from '../../../console/command/parse-options.ts';

const placeOf = (...args: readonly string[]): ReturnType<typeof deployedPlace> => deployedPlace(parseOptions({}, args));

describe('the place that options name', () => {
  it('is found on AWS as the AWS tools would find it', async () => {
    expect(await placeOf('--env', 'dev')).toEqual({ environment: 'dev', variables: {} });
  });

  it('is in the region and account that are named', async () => {
    expect(await placeOf('--env', 'prod', '--region', 'eu-west-1', '--profile', 'ops')).toEqual({
      environment: 'prod',
      variables: { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'ops' },
    });
  });

  it.each(['', 'Dev', 'dev-1', 'dev*'])('rejects "%s", which no environment can be called', async (name) => {
    await expect(placeOf('--env', name)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
