import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { payloadSource, personalHost } from '../../../../lambdas/adapters/lambda/personal-host.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { personalData } from '../../../../lambdas/contracts/definition/personal-data.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { environmentVariables } from '../../../../lambdas/contracts/environment-variables.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';
import { personalRig } from '../../../support/personal-rig.ts';
import { parts } from '../../contracts/definition/sample-parts.ts';

const ports = { items: createMemoryItemStore(), clock: fixedClock() };
let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  process.env = before;
});

it('seals nothing in a pipeline that does not say so', () => {
  expect(personalHost(pipeline('test', parts), ports)).toEqual({});
});

it('does not start without the key of a pipeline that seals', () => {
  const sealing = pipeline('test', { ...parts, personalData: personalData() });
  expect(() => personalHost(sealing, ports)).toThrow('environment must set PERSONAL_DATA_KEY_ID');

  process.env[environmentVariables.personalDataKey] = 'key';

  expect(personalHost(sealing, ports)).toHaveProperty('personal');
});

it('lets readers fetch, open, or both', () => {
  const [payloads, { seal: personal }] = [memoryPayloads(), personalRig()];

  expect(payloadSource({})).toEqual({});
  expect(payloadSource({ payloads })).toHaveProperty('get');
  expect(payloadSource({ personal })).toEqual({ personal });
  expect(payloadSource({ payloads, personal })).toMatchObject({ personal });
});
