import { describe, expect, it } from '@jest/globals';
import { createRecordFilter } from '../../../localstack/event-sources/record-filter.ts';

const insert = { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'order-1' } } } };
const filter = (...patterns: readonly unknown[]): ((record: unknown) => boolean) =>
  createRecordFilter(patterns.map((pattern) => JSON.stringify(pattern)));
const byKey = (rule: unknown): unknown => ({ dynamodb: { Keys: { pk: { S: [rule] } } } });

describe('createRecordFilter', () => {
  it('lets everything pass without a pattern', () => {
    expect(createRecordFilter([])(insert)).toBe(true);
  });

  it.each([
    ['one of the values', { eventName: ['INSERT', 'MODIFY'] }, true],
    ['none of the values', { eventName: ['REMOVE'] }, false],
    ['a prefix', byKey({ prefix: 'order-' }), true],
    ['another prefix', byKey({ prefix: 'stock-' }), false],
    ['a suffix', byKey({ suffix: '-1' }), true],
    ['anything but another value', byKey({ 'anything-but': 'order-2' }), true],
    ['anything but a list with the value', byKey({ 'anything-but': ['order-1'] }), false],
    ['the value in another case', byKey({ 'equals-ignore-case': 'ORDER-1' }), true],
    ['a field that is there', { eventName: [{ exists: true }] }, true],
    ['a field that must not be there', { eventName: [{ exists: false }] }, false],
    ['a missing field that must not be there', { userIdentity: { type: [{ exists: false }] } }, true],
    ['one field of two', { eventName: ['INSERT'], awsRegion: ['us-east-1'] }, false],
  ])('matches %s', (_, pattern, passes) => {
    expect(filter(pattern)(insert)).toBe(passes);
  });

  it('lets pass what one of several patterns matches', () => {
    expect(filter({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] })(insert)).toBe(true);
  });

  it.each([
    ['an operator it does not know', { eventName: [{ numeric: ['>', 1] }] }],
    ['two operators in one rule', { eventName: [{ prefix: 'a', suffix: 'b' }] }],
    ['alternatives of fields', { $or: [{ eventName: ['INSERT'] }] }],
    ['a bare value', { eventName: 'INSERT' }],
  ])('rejects %s, because guessing would lose records', (_, pattern) => {
    expect(() => filter(pattern)).toThrow(expect.objectContaining({ code: 'backend-failed' }));
  });

  it('rejects text that is no JSON', () => {
    expect(() => createRecordFilter(['{'])).toThrow(expect.objectContaining({ code: 'backend-failed' }));
  });
});
