import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { eventIndex } from '../../../lambdas/contracts/definition/event-index.ts';
import { personalData } from '../../../lambdas/contracts/definition/personal-data.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';
import { coreOrders as orders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { stacksOf } from './orders-stacks.ts';

const entry = 'lambdas/index-events/handler.ts';
const plain: PipelineDefinition = orders;
const { data, consumers, index } = stacksOf(environmentNamed('dev'), {
  ...plain,
  personalData: personalData(),
  eventIndex: eventIndex({ entry, categories: ['order', 'subject'], projector: { entry } }),
});

/** Functions by the beginning of their logical id, and what their roles may do. */
function policiesOf(template: Template, id: string): string {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return JSON.stringify(policies.filter(([name]) => name.startsWith(id)));
}

describe('a pipeline that seals personal data', () => {
  it('has one master key', () => {
    expect(Object.keys(Template.fromStack(data).findResources('AWS::KMS::Key'))).toEqual([
      expect.stringMatching(/^PersonalDataKey/),
    ]);
  });

  it('lets every consumer make and open keys of persons in the table', () => {
    const template = Template.fromStack(consumers);
    for (const id of ['ConsumerPlaceOrder', 'ConsumerPayments', 'ConsumerShipping']) {
      const policies = policiesOf(template, id);

      expect(policies).toContain('kms:GenerateDataKey');
      expect(policies).toContain('"subject-*"');
    }
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).toContain(
      environmentVariables.personalDataKey,
    );
    expect(policiesOf(template, 'Relay')).not.toContain('kms:');
  });

  it('lets the projector open them and make none', () => {
    const template = index && Template.fromStack(index);
    const policies = template === undefined ? '' : policiesOf(template, 'Projector');

    expect(policies).toContain('kms:Decrypt');
    expect(policies).not.toContain('kms:GenerateDataKey');
    expect(policies).toContain('"subject-*"');
  });
});

it('leaves a pipeline that seals nothing without a key', () => {
  Template.fromStack(stacksOf().data).resourceCountIs('AWS::KMS::Key', 0);
});
