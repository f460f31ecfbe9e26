import { Aspects, Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DeadLetterRule } from './dead-letter-rule.ts';
import { LogRetentionRule } from './log-retention-rule.ts';

/** Holds everything under `scope` to the rules of this package and tags it. */
export function applyRules(scope: IConstruct, tags: Readonly<Record<string, string>>): void {
  Aspects.of(scope).add(new DeadLetterRule());
  Aspects.of(scope).add(new LogRetentionRule());
  for (const [name, value] of Object.entries(tags)) {
    Tags.of(scope).add(name, value);
  }
}
