import { describe, expect, it } from '@jest/globals';
import { awsEnvironment } from '../../../localstack/backends/aws-environment.ts';

const endpoint = 'http://127.0.0.1:4566';

describe('awsEnvironment', () => {
  it('keeps nothing that this machine knows of real accounts', () => {
    const environment = awsEnvironment(endpoint, {
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_SQS: 'https://sqs.eu-west-1.amazonaws.com',
      CDK_DEFAULT_ACCOUNT: '123456789012',
      HOME: '/home/someone',
    });

    expect(environment).toEqual({
      HOME: '/home/someone',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('rejects an endpoint on another machine', () => {
    expect(() => awsEnvironment('https://dynamodb.us-east-1.amazonaws.com', {})).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });
});
