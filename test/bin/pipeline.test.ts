import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

interface CdkJson {
  readonly app: string;
  readonly context: Readonly<Record<string, unknown>>;
}

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as CdkJson;

describe('cdk.json', () => {
  it('runs the app directly as TypeScript, in dev when nothing else is said', () => {
    expect(cdkJson.app).toBe('node bin/pipeline.ts');
    expect(cdkJson.context['env']).toBe('dev');
  });

  it('turns validator findings into errors and keeps references between stacks strong', () => {
    expect(cdkJson.context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);
    // Weak references need an intrinsic function that local endpoints do not know.
    expect(cdkJson.context['@aws-cdk/core:defaultCrossStackReferences']).toBe('strong');
  });

  it('has the recommended value of every other feature flag', () => {
    const path = new URL('../../node_modules/aws-cdk-lib/recommended-feature-flags.json', import.meta.url);
    const recommended = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    const { env, ...flags } = cdkJson.context;

    expect(env).toBe('dev');
    expect(flags).toEqual({ ...recommended, '@aws-cdk/core:defaultCrossStackReferences': 'strong' });
  });
});
