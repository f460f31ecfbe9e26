import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { messagesCommands } from '../../../console/messages/run-messages.ts';
import { event } from '../../../lambdas/contracts/events/event-type.ts';
import { type MessagesRig, messagesRig } from '../../support/messages-on.ts';

const Sold = event('order.sold', { schema: z.object({ orderId: z.string() }), key: ({ orderId }) => orderId });
const Renamed = event('order.sold', { schema: z.object({ order: z.string() }), key: ({ order }) => order });
const recorded = 'test/contracts-recorded/order.sold/1.json';

let rig: MessagesRig;

beforeEach(() => {
  rig = messagesRig([Sold]);
});

describe('asyncapi', () => {
  it('prints the document of the pipeline in the version of the package', async () => {
    const { code, output } = await rig.run('asyncapi');

    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ asyncapi: '3.1.0', info: { title: 'orders', version: '0.1.0' } });
  });

  it('writes the same into a file', async () => {
    const { output, screen } = await rig.run('asyncapi --output docs/asyncapi.json');

    expect(output).toBe('');
    expect(screen).toBe('wrote docs/asyncapi.json\n');
    expect(rig.files.texts.get('docs/asyncapi.json')).toBe((await rig.run('asyncapi')).output);
  });
});

describe('schemas', () => {
  it('prints the schemas of all types', async () => {
    expect(JSON.parse((await rig.run('schemas')).output)).toMatchObject({
      'order.sold': { $id: 'urn:event:order.sold:1', required: ['orderId'] },
    });
  });

  it('writes a file for each', async () => {
    const { screen } = await rig.run('schemas --output out');

    expect(screen).toBe('wrote 1 schema to out\n');
    expect(JSON.parse(rig.files.texts.get('out/order.sold/1.json') ?? '')).toMatchObject({ title: 'order.sold' });
  });

  it('fails with the name of a type that JSON Schema cannot describe', async () => {
    const Dated = event('order.dated', { schema: z.object({ at: z.date() }), key: () => 'key' });

    await expect(rig.run('schemas', [Dated])).rejects.toThrow('"order.dated"');
  });
});

describe('schemas record', () => {
  it('records what is new: the schema, and a message that it takes', async () => {
    const { code, output } = await rig.run('schemas record');

    expect(code).toBe(0);
    expect(output).toBe(`recorded ${recorded}\n`);
    expect(JSON.parse(rig.files.texts.get(recorded) ?? '')).toMatchObject({
      schema: { type: 'object' },
      messages: [{ dataschema: 'urn:event:order.sold:1', subject: 'text', data: { orderId: 'text' } }],
    });
  });

  it('never writes over what is recorded, and tells what changed', async () => {
    await rig.run('schemas record');
    const before = rig.files.texts.get(recorded);

    const again = await rig.run('schemas record');
    const changed = await rig.run('schemas record', [Renamed]);

    expect(again).toMatchObject({ code: 0, output: 'nothing to record\n' });
    expect(changed.code).toBe(1);
    expect(changed.output).toContain('orderId was removed');
    expect(rig.files.texts.get(recorded)).toBe(before);
  });

  it('asks for a message where it cannot make one up', async () => {
    const Coded = event('order.coded', {
      schema: z.object({ code: z.string().check(z.regex(/^[A-Z]{7}$/)) }),
      key: ({ code }) => code,
    });

    const { code, output } = await rig.run('schemas record', [Coded]);

    expect(code).toBe(1);
    expect(output).toContain('"order.coded" version 1 must be recorded with a message, got none');
  });
});

describe('schemas check', () => {
  it('says how much is still read', async () => {
    await rig.run('schemas record');

    expect(await rig.run('schemas check')).toMatchObject({
      code: 0,
      output: 'read as the newest: 1 recorded message of 1 version\n',
    });
  });

  it('exits with 1 and names the field that broke, also as JSON', async () => {
    await rig.run('schemas record');

    const text = await rig.run('schemas check', [Renamed]);
    const json = await rig.run('schemas check --json', [Renamed]);

    expect(text.code).toBe(1);
    expect(text.output).toContain('failed at order: invalid_type');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.output)).toEqual({
      ...{ versions: 1, messages: 1 },
      faults: text.output.trimEnd().split('\n'),
    });
  });

  it.each([
    ['no JSON', recorded, '{'],
    ['no schema', recorded, '{"messages":[]}'],
    ['no version', 'test/contracts-recorded/order.sold/new.json', '{"schema":{},"messages":[]}'],
  ])('rejects a file that is %s', async (_, path, text) => {
    await rig.files.writeText(path, text);

    const { code, screen } = await rig.run('schemas check');

    expect(code).toBe(2);
    expect(screen).toContain(`got "${path.slice('test/contracts-recorded/'.length)}"`);
  });
});

describe('every command', () => {
  it.each(Object.keys(messagesCommands))('says what it does: %s --help', async (words) => {
    const { code, output } = await rig.run(`${words} --help`);

    expect(code).toBe(0);
    expect(output).toContain('Usage: npm run pipeline -- ');
    expect(output).toContain('Exit code: ');
  });

  it.each(['schemas keep', 'asyncapi --yaml', 'schemas check now', 'schemas --output'])(
    'rejects what it does not know: %s',
    async (command) => {
      expect(await rig.run(command)).toMatchObject({ code: 2, output: '' });
    },
  );
});
