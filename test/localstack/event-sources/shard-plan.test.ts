import { describe, expect, it } from '@jest/globals';
import { shardsToBegin } from '../../../localstack/event-sources/shard-plan.ts';

const shards = [
  { shardId: 'old', parentId: 'trimmed' },
  { shardId: 'left', parentId: 'old' },
  { shardId: 'right', parentId: 'old' },
  { shardId: 'grandchild', parentId: 'left' },
  { shardId: 'alone' },
];

describe('shardsToBegin', () => {
  it.each([
    { case: 'the roots, also one whose parent is no longer kept', finished: [], begun: [], expected: ['old', 'alone'] },
    { case: 'nothing twice', finished: [], begun: ['old', 'alone'], expected: [] },
    {
      case: 'both children of a finished parent',
      finished: ['old'],
      begun: ['old'],
      expected: ['left', 'right', 'alone'],
    },
    {
      case: 'no grandchild of a parent that is read',
      finished: ['old'],
      begun: ['left', 'right', 'alone'],
      expected: [],
    },
    {
      case: 'a grandchild when its parent is finished',
      finished: ['old', 'left'],
      begun: ['right'],
      expected: ['grandchild', 'alone'],
    },
    {
      case: 'nothing that an earlier run finished',
      finished: ['old', 'left', 'right', 'grandchild'],
      begun: [],
      expected: ['alone'],
    },
  ])('failure mode 16: begins $case', ({ finished, begun, expected }) => {
    const begin = shardsToBegin(shards, { finished: new Set(finished), begun: new Set(begun) });

    expect(begin.map(({ shardId }) => shardId)).toEqual(expected);
  });
});
