import { describe, expect, it } from '@jest/globals';
import { sampleOf } from '../../../console/messages/sample-of.ts';

const object = {
  type: 'object',
  properties: { id: { type: 'string' }, note: { type: 'string' } },
  required: ['id'],
};

describe('a sample', () => {
  it.each([
    ['a constant', { const: 'EUR' }, 'EUR'],
    ['the first of some values', { enum: ['card', 'cash'] }, 'card'],
    ['the first of some kinds', { anyOf: [{ type: 'boolean' }, { type: 'string' }] }, true],
    ['a text as long as it must be', { type: 'string', minLength: 6 }, 'textxx'],
    ['a time', { type: 'string', format: 'date-time' }, '2026-01-01T00:00:00.000Z'],
    ['a number as large as it must be', { type: 'integer', minimum: 7 }, 7],
    ['a number larger than a bound', { type: 'number', exclusiveMinimum: 7 }, 8],
    ['nothing', { type: 'null' }, null],
    ['a list as long as it must be', { type: 'array', items: { type: 'boolean' }, minItems: 2 }, [true, true]],
  ])('is %s', (_, schema, sample) => {
    expect(sampleOf(schema, 'all')).toEqual(sample);
  });

  it('has all fields or only those that are demanded', () => {
    expect(sampleOf(object, 'all')).toEqual({ id: 'text', note: 'text' });
    expect(sampleOf(object, 'demanded')).toEqual({ id: 'text' });
  });

  it('leaves out what it cannot make up, and is undefined where that is demanded', () => {
    const unknown = { ...object, properties: { ...object.properties, note: { $ref: '#' } } };

    expect(sampleOf(unknown, 'all')).toEqual({ id: 'text' });
    expect(sampleOf({ ...unknown, required: ['note'] }, 'all')).toBeUndefined();
    expect(sampleOf({ type: 'array', items: { $ref: '#' } }, 'all')).toEqual([]);
    expect(sampleOf({ type: 'array', items: { $ref: '#' }, minItems: 1 }, 'all')).toBeUndefined();
  });
});
