import { describe, expect, it } from '@jest/globals';
import { redisConfiguration, redisLogin } from '../../../../localstack/backends/redis/redis-configuration.ts';

const single = redisConfiguration({ directory: '/data/redis one', port: 6400 }).split('\n');

describe('redisConfiguration', () => {
  it('listens on the loopback interface only and asks for a password', () => {
    expect(single).toContain('bind 127.0.0.1');
    expect(single).toContain('port 6400');
    expect(single).toContain(`requirepass ${redisLogin.password}`);
  });

  it('keeps an append-only file in its folder, written once a second', () => {
    expect(single).toEqual(
      expect.arrayContaining(['dir "/data/redis one"', 'appendonly yes', 'appendfsync everysec', 'save ""']),
    );
  });

  it('writes before it answers when told to', () => {
    const always = redisConfiguration({ directory: '/data', port: 6400, appendFsync: 'always' });

    expect(always.split('\n')).toContain('appendfsync always');
  });

  it('gives the user of applications no right to administer the server', () => {
    const user = single.find((line) => line.startsWith(`user ${redisLogin.username} `));

    expect(user).toContain(' +@all -@dangerous ');
  });

  it('is a node of a cluster when it has a port for the others, and none without', () => {
    const node = redisConfiguration({ directory: '/data', port: 6400, busPort: 6500 });

    expect(node).toContain('cluster-enabled yes');
    expect(node).toContain('cluster-port 6500');
    expect(single.join('\n')).not.toContain('cluster-');
  });
});
