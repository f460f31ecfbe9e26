import { describe, expect, it } from '@jest/globals';
import { renderTable } from '../../../localstack/report/render-table.ts';

describe('table', () => {
  it('sets words to the left and numbers to the right, as wide as the widest cell', () => {
    expect(
      renderTable(
        ['name', 'count', 'note'],
        [
          ['a', 1, 'x'],
          ['longer name', 1_000_000, ''],
        ],
      ),
    ).toEqual(['name           count  note', 'a                  1  x', 'longer name  1000000']);
  });

  it('is its titles when there are no rows', () => {
    expect(renderTable(['name', 'count'], [])).toEqual(['name  count']);
  });
});
