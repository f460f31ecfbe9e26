import { describe, expect, it } from '@jest/globals';
import { jsonEdit, withEdit } from '../../../console/dlq/json-edit.ts';

const message = { data: { total: 1, lines: [{ sku: 'CD' }, { sku: 'LP' }] } };

describe('an edit of JSON', () => {
  it.each([
    ['data.total=100', { total: 100, lines: message.data.lines }],
    ['data.total=ten', { total: 'ten', lines: message.data.lines }],
    ['data.total="10"', { total: '10', lines: message.data.lines }],
    ['data.note=a=b', { ...message.data, note: 'a=b' }],
    ['data.lines.1.sku=MC', { total: 1, lines: [{ sku: 'CD' }, { sku: 'MC' }] }],
    ['data.lines.2={"sku":"MC"}', { total: 1, lines: [...message.data.lines, { sku: 'MC' }] }],
    ['data.__proto__=1', { ...message.data, ['__proto__']: 1 }],
  ])('%s', (text, data) => {
    expect(withEdit(message, jsonEdit(text))).toEqual({ data });
    expect(message.data.total).toBe(1);
  });

  it.each([
    ['data.total', { lines: message.data.lines }],
    ['data.lines.0', { total: 1, lines: [{ sku: 'LP' }] }],
  ])('without a value takes %s away', (path, data) => {
    expect(withEdit(message, { path: path.split('.') })).toEqual({ data });
  });

  it.each([
    ['date.total=1', 'date'],
    ['data.total.cents=1', 'data.total'],
    ['data.lines.3=1', 'data.lines.3'],
    ['data.lines.first=1', 'data.lines.first'],
  ])('rejects %s, which leads nowhere', (text, where) => {
    expect(() => withEdit(message, jsonEdit(text))).toThrow(`found nothing at ${where}`);
  });

  it('rejects to take away what is not there', () => {
    expect(() => withEdit(message, { path: ['data', 'note'] })).toThrow('found nothing at data.note');
    expect(() => withEdit('text', { path: ['data'] })).toThrow('the path must lead into the message');
  });

  it.each(['', 'data.total', '=1'])('rejects "%s", which is no edit', (text) => {
    expect(() => jsonEdit(text)).toThrow('--set must be PATH=VALUE');
  });
});
