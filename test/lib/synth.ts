import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';

interface CdkJson {
  readonly context: Readonly<Record<string, unknown>>;
}

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as CdkJson;

/** An app with the project's feature flags that bundles nothing. */
export function createApp(overrides: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: { ...context, 'aws:cdk:bundling-stacks': [], ...overrides } });
}

/** A stack to put one construct into. */
export function createStack(): Stack {
  return new Stack(createApp(), 'Test');
}

/** The template of a stack with whatever `build` puts into it. */
export function templateOf(build: (stack: Stack) => void): Template {
  const stack = createStack();
  build(stack);
  return Template.fromStack(stack);
}

/** The properties of the one resource of a type. */
export function onlyResource(template: Template, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(template.findResources(type)) as { readonly Properties?: Record<string, unknown> }[];
  if (found.length !== 1) {
    throw new RangeError(`expected one ${type}, found ${found.length}`);
  }
  return found[0]?.Properties ?? {};
}

/** The statements of every policy of a type, in the order of the logical ids. */
export function statementsOf(template: Template, type = 'AWS::IAM::Policy'): readonly unknown[] {
  const policies = Object.values(template.findResources(type)) as {
    readonly Properties: { readonly PolicyDocument: { readonly Statement: readonly unknown[] } };
  }[];
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
