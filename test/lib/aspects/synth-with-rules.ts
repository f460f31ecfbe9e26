import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { applyRules } from '../../../lib/aspects/apply-rules.ts';
import { createStack } from '../synth.ts';

/** Prepares the synth of a stack that is held to the rules. */
export function synthWithRules(build: (stack: Stack) => void): () => Template {
  const stack = createStack();
  build(stack);
  applyRules(stack, { pipeline: 'orders', environment: 'dev' });
  return () => Template.fromStack(stack);
}
