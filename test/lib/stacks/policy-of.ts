import type { Template } from 'aws-cdk-lib/assertions';

/** What a policy allows, and on what. */
export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** The statements of the policies whose logical ids begin so. */
export function policyOf(template: Template, idPrefix: string): readonly Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(idPrefix))
    .flatMap(
      ([, { Properties }]) => (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
    );
}
