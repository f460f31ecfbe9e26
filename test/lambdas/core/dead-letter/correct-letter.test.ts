import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { type Correction, correctLetter } from '../../../../lambdas/core/dead-letter/correct-letter.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { Step } from './redrive-rig.ts';

const envelope = arriving(Step.of({ key: 'a', step: 1 }), { id: 'cause', correlationid: 'all' });
const before = JSON.stringify(envelope);

function correct(after: unknown, from = before): Promise<Correction> {
  const dependencies = { types: [Step], payloads: undefined, ids: fixedIds('new-') };
  return correctLetter(dependencies, {
    before: from,
    after: typeof after === 'string' ? after : JSON.stringify(after),
  });
}

describe('correctLetter', () => {
  it('gives the message a new id, keeps where it comes from, and says what changes', async () => {
    const { body, changes } = await correct({ ...envelope, data: { key: 'a', step: 2 } });

    expect(JSON.parse(body)).toEqual({ ...envelope, id: 'new-1', data: { key: 'a', step: 2 } });
    expect(changes).toEqual([
      { path: 'id', before: envelope.id, after: 'new-1' },
      { path: 'data.step', before: 1, after: 2 },
    ]);
  });

  it('makes a message of what was none', async () => {
    const { changes } = await correct(envelope, 'no json');

    expect(changes).toEqual([{ path: '', before: 'no json', after: { ...envelope, id: 'new-1' } }]);
  });

  it.each<readonly [string, unknown, string]>([
    ['no JSON', 'no json', 'envelope-invalid'],
    ['no envelope', {}, 'envelope-invalid'],
    ['an unknown type', { ...envelope, type: 'test.other' }, 'event-unknown'],
    ['a newer version', { ...envelope, dataschema: 'urn:event:test.step:3' }, 'event-version-unknown'],
    ['data that breaks its schema', { ...envelope, data: { key: 'a', step: 'one' } }, 'event-invalid'],
  ])('fails with %s', async (_, after, code) => {
    await expect(correct(after)).rejects.toMatchObject({ code });
  });

  it('names the field at fault, never its value', async () => {
    const fault = await correct({ ...envelope, data: { key: 'a', step: 'secret' } }).catch((cause: unknown) => cause);

    expect(fault).toBeInstanceOf(PipelineError);
    expect(String(fault)).toContain('step');
    expect(String(fault)).not.toContain('secret');
  });
});
