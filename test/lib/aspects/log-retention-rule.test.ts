import { describe, expect, it } from '@jest/globals';
import { CfnFunction, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { synthWithRules } from './synth-with-rules.ts';

describe('the log-retention rule', () => {
  it('reports a log group that is kept for ever and a function without a log group of its own', () => {
    const attempt = synthWithRules((stack) => {
      new CfnLogGroup(stack, 'Logs');
      new CfnFunction(stack, 'Handler', { code: { zipFile: 'x' }, role: 'arn:aws:iam::111111111111:role/handler' });
    });

    expect(attempt).toThrow(/a log group must have a retention, got none[^]*Test\/Logs/);
    expect(attempt).toThrow(/a function must have a log group of its own, got none[^]*Test\/Handler/);
  });

  it('reports a function that says how it logs and not where', () => {
    const attempt = synthWithRules((stack) => {
      new CfnFunction(stack, 'Handler', {
        code: { zipFile: 'x' },
        role: 'arn:aws:iam::111111111111:role/handler',
        loggingConfig: { logFormat: 'JSON' },
      });
    });

    expect(attempt).toThrow('a function must have a log group of its own, got none');
  });

  it('accepts a function with a log group that expires', () => {
    const attempt = synthWithRules((stack) => {
      new LambdaFunction(stack, 'Handler', {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => undefined'),
        logGroup: new LogGroup(stack, 'Logs'),
      });
    });

    expect(attempt).not.toThrow();
  });
});
