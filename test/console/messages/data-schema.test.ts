import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { dataSchema, describedSchema, publishedSchema } from '../../../console/messages/data-schema.ts';
import { declaredTypes } from '../../../console/messages/declared-types.ts';
import { event, type EventType } from '../../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../../lambdas/contracts/events/personal.ts';
import { ReserveStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';

function typeOf<Data>(schema: z.ZodMiniType<Data>): EventType<string, Data> {
  return event('stock.counted', { schema, key: () => 'k' });
}

describe('the JSON Schema of a type', () => {
  it('holds data to what its zod schema demands', () => {
    expect(dataSchema(ReserveStock)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        lines: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            properties: {
              sku: { type: 'string' },
              quantity: { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER },
            },
            required: ['sku', 'quantity'],
          },
        },
      },
      required: ['orderId', 'lines'],
    });
  });

  it('is what a reader takes: fields it does not know, and none where there is a default', () => {
    const schema = dataSchema(typeOf(z.object({ sku: z._default(z.string(), 'CD') })));

    expect(schema).not.toHaveProperty('required');
    expect(schema).not.toHaveProperty('additionalProperties');
  });

  it('has the dataschema of its messages as its id where it is published', () => {
    expect(publishedSchema(ReserveStock)).toMatchObject({ $id: 'urn:event:stock.reserve:1', title: 'stock.reserve' });
  });

  it.each([
    ['a date', z.object({ at: z.date() }), 'Date'],
    ['a bigint', z.object({ count: z.bigint() }), 'BigInt'],
    [
      'a transform',
      z.object({
        count: z.pipe(
          z.string(),
          z.transform((text) => text.length),
        ),
      }),
      'Transform',
    ],
  ])('fails with the name of the type for %s', (_, schema, part) => {
    const describing = (): unknown => dataSchema(typeOf<unknown>(schema));

    expect(describing).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
    expect(describing).toThrow('"stock.counted"');
    expect(describing).toThrow(part);
  });

  it.each(declaredTypes.map((type) => [type.name, type] as const))('can be written for %s', (_, type) => {
    expect(dataSchema(type)).toMatchObject({ type: 'object' });
    expect(dataSchema(type, 'draft-7')).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  });
});

describe('the JSON Schema of a type with personal data', () => {
  const type = event('patient.seen', {
    schema: z.object({
      visit: z.string(),
      notes: z.array(z.object({ by: z.string(), text: z.optional(personal(z.string())) })),
      age: personal(z.number(), { forgotten: 0 }),
    }),
    key: ({ visit }) => visit,
    dataSubject: ({ visit }) => visit,
  });

  it.each(['draft-2020-12', 'draft-7'] as const)(
    'says in %s what is personal, and what stands there afterwards',
    (draft) => {
      expect(describedSchema(type, draft)).toMatchObject({
        properties: {
          visit: { type: 'string' },
          notes: {
            items: { properties: { by: { type: 'string' }, text: { 'x-personal': true, 'x-forgotten': 'forgotten' } } },
          },
          age: { type: 'number', 'x-personal': true, 'x-forgotten': 0 },
        },
      });
      expect(publishedSchema(type)).toMatchObject({ properties: { age: { 'x-personal': true } } });
    },
  );

  it('is recorded without the marks: they change nothing of what is read', () => {
    expect(JSON.stringify(dataSchema(type))).not.toContain('x-');
  });
});
