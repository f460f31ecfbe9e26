import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { stackPrefix } from '../../lambdas/contracts/stack-prefix.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** Part of a pipeline: named `<pipeline>-<environment>-<part>`, placed and protected as the environment says. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, part: string, { definition, environment }: PipelineStackProps) {
    super(scope, `${stackPrefix(definition.name, environment.name)}${part}`, {
      description: `${part} of pipeline ${definition.name} (${environment.name})`,
      env: { account: environment.account, region: environment.region },
      terminationProtection: environment.terminationProtection,
    });
  }

  /** Shows a value to whoever describes the stack; the name is part of the contract with local runs and operators. */
  protected output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}
