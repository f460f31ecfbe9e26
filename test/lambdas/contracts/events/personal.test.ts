import { describe, expect, it } from '@jest/globals';
import * as classic from 'zod';
import * as z from 'zod/mini';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../../../lambdas/contracts/events/personal.ts';
import { personalFields } from '../../../../lambdas/contracts/events/personal-fields.ts';

const name = personal(z.string());
const paths = (schema: Parameters<typeof personalFields>[0]): readonly string[] =>
  personalFields(schema).map(({ path }) => path.join('.'));

describe('the mark of a personal field', () => {
  it.each([
    ['an object', z.object({ a: z.object({ name }), b: z.string() }), ['a.name']],
    ['a list', z.array(z.object({ name })), ['*.name']],
    ['a record', z.record(z.string(), name), ['*']],
    ['a tuple', z.tuple([z.string(), name], name), ['1', '*']],
    ['optional', z.object({ name: z.optional(name) }), ['name']],
    ['nullable', z.object({ name: z.nullable(name) }), ['name']],
    ['a default', z.object({ name: z._default(name, 'x') }), ['name']],
    ['readonly', z.readonly(z.object({ name })), ['name']],
    ['a union', z.object({ who: z.union([z.object({ name }), z.object({ id: z.string() })]) }), ['who.name']],
    ['an intersection', z.intersection(z.object({ name }), z.object({ mail: name })), ['name', 'mail']],
    ['a lazy schema', z.lazy(() => z.object({ name })), ['name']],
    ['further checks', z.object({ name: name.check(z.minLength(1)) }), ['name']],
    ['an extended object', z.extend(z.object({ name }), { mail: z.string() }), ['name']],
    ['zod itself', classic.object({ name: personal(classic.string()).optional() }), ['name']],
    ['the root', name, ['']],
  ])('is found through %s', (_, schema, expected) => {
    expect(paths(schema)).toEqual(expected);
  });

  it('stays away from other uses of the schema that was marked', () => {
    const id = z.string();

    expect(paths(z.object({ id, person: personal(id) }))).toEqual(['person']);
  });

  it('says what stands there once the person is forgotten', () => {
    const schema = z.object({ name, age: personal(z.number(), { forgotten: 0 }) });

    expect(personalFields(schema)).toEqual([
      { path: ['name'], forgotten: 'forgotten' },
      { path: ['age'], forgotten: 0 },
    ]);
  });

  it('rejects a schema that does not take its replacement', () => {
    expect(() => personal(z.number())).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
    expect(() => personal(z.email(), { forgotten: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'definition-invalid' }),
    );
    expect(paths(personal(z.email(), { forgotten: 'nobody@example.com' }))).toEqual(['']);
  });

  it('rejects personal data in a schema that contains itself, and takes such a schema without', () => {
    interface Tree {
      readonly name: string;
      readonly under: readonly Tree[];
    }
    const tree = (of: z.ZodMiniType<string>): z.ZodMiniType<Tree> => {
      const schema: z.ZodMiniType<Tree> = z.lazy(() => z.object({ name: of, under: z.array(schema) }));
      return schema;
    };

    expect(() => personalFields(tree(name))).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
    expect(personalFields(tree(z.string()))).toEqual([]);
  });
});

describe('a message type', () => {
  it('rejects personal data that is nobody’s', () => {
    const declare = (): unknown => event('e', { schema: z.object({ who: z.object({ name }) }), key: () => 'k' });

    expect(declare).toThrow('"e" must name the dataSubject of its personal data, got none for who.name');
  });

  it('knows where its data is personal and whose it is', () => {
    const type = event('e', { schema: z.object({ name }), key: () => 'k', dataSubject: (data) => data.name });

    expect(type.personal.map(({ path }) => path)).toEqual([['name']]);
    expect(type.subjectOf({ name: 'Ada' })).toBe('Ada');
    expect(event('f', { schema: z.object({}), key: () => 'k' }).subjectOf({})).toBeUndefined();
  });
});
