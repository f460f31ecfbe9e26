import type { Construct } from 'constructs';
import { streamKey } from '../../../lambdas/contracts/definition/redis-keys.ts';
import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';
import type { ClientNetwork } from '../../constructs/network/client-network.ts';
import { ValkeyCache } from '../../constructs/redis/valkey-cache.ts';
import { ValkeyUser } from '../../constructs/redis/valkey-user.ts';
import { pipelineName } from '../pipeline-name.ts';
import type { PipelineStackProps } from '../pipeline-stack-props.ts';
import { consumerUses, type RedisUse, reconcilerUses } from './broker-uses.ts';
import type { MadeCache } from './made-brokers.ts';
import { reconcilerName } from './reconciler-name.ts';

/** The cache that an environment is to have of its own, with a user for each client; undefined where it is not to. */
export function madeCache(scope: Construct, props: PipelineStackProps, network: ClientNetwork): MadeCache | undefined {
  const { redis } = props.environment.brokers;
  if (redis.kind !== 'made' || props.definition.redis === undefined) {
    return undefined;
  }
  const { maxStorageGb, maxEcpuPerSecond } = redis;
  const cacheName = pipelineName(props);
  const users = usersOf(scope, props);
  const cache = new ValkeyCache(scope, 'Cache', {
    ...{ cacheName, vpc: network.vpc, subnets: network.subnets, users: [...users.values()] },
    ...{ maxStorageGb, maxEcpuPerSecond },
  });
  cache.resource.applyRemovalPolicy(props.environment.removalPolicy);
  return { cache, cacheName, users };
}

function usersOf(scope: Construct, props: PipelineStackProps): ReadonlyMap<string, ValkeyUser> {
  const { definition } = props;
  const clients = Object.entries(definition.consumers).map(([name, consumer]): readonly [string, RedisUse?] => [
    name,
    consumerUses(definition, { name, consumer }).redis,
  ]);
  const all = [...clients, [reconcilerName, reconcilerUses(definition).redis] as const];
  return new Map(
    all.flatMap(([name, use]) => {
      const userId = `${pipelineName(props)}-${kebabCase(name)}`;
      return use === undefined
        ? []
        : [
            [
              name,
              new ValkeyUser(scope, `${pascalCase(name)}User`, { userId, keyPrefixes: use.streams.map(streamKey) }),
            ] as const,
          ];
    }),
  );
}

function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
