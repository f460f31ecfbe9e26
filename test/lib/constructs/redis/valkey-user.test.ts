import { describe, expect, it } from '@jest/globals';
import { ValkeyUser, type ValkeyUserProps } from '../../../../lib/constructs/redis/valkey-user.ts';
import { createStack, onlyResource, templateOf } from '../../synth.ts';

const create = (props: Partial<ValkeyUserProps> = {}): ValkeyUser =>
  new ValkeyUser(createStack(), 'Orders', { userId: 'orders', keyPrefixes: ['orders:'], ...props });

const commands =
  '-@all +@read +@write +@connection +@transaction +@scripting +@pubsub +cluster|slots +cluster|shards -@admin -@dangerous';

describe('ValkeyUser', () => {
  it('comes with a token of IAM under one name, and reaches its keys and channels only', () => {
    const template = templateOf(
      (stack) =>
        new ValkeyUser(stack, 'Orders', { userId: 'orders', keyPrefixes: ['a:', '{b}:'], channels: ['orders.done'] }),
    );
    expect(onlyResource(template, 'AWS::ElastiCache::User')).toEqual({
      AccessString: `on resetchannels ~a:* ~{b}:* &orders.done ${commands}`,
      AuthenticationMode: { Type: 'iam' },
      Engine: 'valkey',
      UserId: 'orders',
      UserName: 'orders',
    });
  });

  it('reaches no channel when none is named', () => {
    expect(create().resource.accessString).toBe(`on resetchannels ~orders:* ${commands}`);
  });

  it.each(['a', 'a'.repeat(40), 'a-1'])('takes the id "%s"', (userId) => {
    expect(() => create({ userId })).not.toThrow();
  });

  it.each(['', 'a'.repeat(41), 'Orders', '1a', 'a-', 'a--b', 'a b'])('refuses the id "%s"', (userId) => {
    expect(() => create({ userId })).toThrow(`userId must be 1 to 40 lower case`);
  });

  it.each(['', '*', 'a*', 'a?', '[a]', 'a\\', 'a ~*', '~a', '&a', '%R', '(a'])(
    'refuses "%s" as a key prefix and as a channel',
    (text) => {
      expect(() => create({ keyPrefixes: [text] })).toThrow('a key prefix must be 1 or more characters');
      expect(() => create({ channels: [text] })).toThrow('a channel must be 1 or more characters');
    },
  );

  it('reports all faults together, with value, limit and remedy', () => {
    expect(() => create({ userId: 'A', keyPrefixes: [], channels: ['*'] })).toThrow(
      [
        '"Test/Orders" must have settings that can work, found 3 fault(s):',
        '- userId must be 1 to 40 lower case letters, digits and single hyphens, a letter first and no hyphen last, got "A" (1): choose a shorter or plainer name',
        '- keyPrefixes must name at least 1 prefix, got 0: name the prefix of the keys this user owns',
        '- a channel must be 1 or more characters without spaces and none of * ? [ ] \\ ~ & % ( ), got "*": name it literally: a pattern would reach what belongs to others',
      ].join('\n'),
    );
  });
});
