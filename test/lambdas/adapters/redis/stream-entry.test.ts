import { describe, expect, it } from '@jest/globals';
import { entryArguments, parseEntries, parseRead, recordOf } from '../../../../lambdas/adapters/redis/stream-entry.ts';

describe('entries of a stream', () => {
  it('are read from the names and values that Redis lists by turns', () => {
    const reply = [['stream:{orders}', [['1-0', ['ce_id', 'm-1', 'body', '{}']]]]];

    expect(parseRead(reply)).toEqual([{ id: '1-0', fields: { ce_id: 'm-1', body: '{}' } }]);
  });

  it('are none when a read waited in vain', () => {
    expect(parseRead(null)).toEqual([]);
  });

  it('are written as the fields they are read from', () => {
    const reply = [['1-0', entryArguments({ ce_id: 'm-1' }, 'text')]];

    expect(parseEntries(reply)).toEqual([{ id: '1-0', fields: { ce_id: 'm-1', body: 'text' } }]);
  });

  it('fails on a reply of another shape', () => {
    expect(() => parseEntries([['1-0', 'text']])).toThrow();
  });

  it('become records with the mark of a redrive when they carry one', () => {
    const fields = { body: 'text', redrive: 'token 2 1 letter' };

    expect(recordOf({ id: '1-0', fields }, 3)).toEqual({
      ...{ id: '1-0', body: 'text', group: undefined, receiveCount: 3, receipt: '1-0' },
      redrive: { token: 'token', letter: 'letter', position: 2, previous: 1 },
    });
  });

  it('become records with an empty body when they lack one, which their consumer finds', () => {
    expect(recordOf({ id: '1-0', fields: {} }, 1)).toMatchObject({ body: '' });
  });
});
