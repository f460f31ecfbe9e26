import type { Duration } from 'aws-cdk-lib/core';
import { type Check, secondsOf, within } from '../checks/check.ts';
import { nameCheck } from './name-check.ts';
import type { ValkeyCacheProps } from './valkey-cache-props.ts';

const secondsADay = 86_400;

/**
 * The table of checks of a `ValkeyCache`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling.html
 */
export function valkeyCacheChecks(props: ValkeyCacheProps, zones: number): readonly Check[] {
  return [
    nameCheck('cacheName', props.cacheName, 32),
    within({ what: 'zones', value: zones, least: 2, most: 3, remedy: 'select subnets in two or three zones' }),
    within({ what: 'number of users', value: props.users.length, least: 1, remedy: 'name who may log in' }),
    within({
      what: 'maxStorageGb',
      value: props.maxStorageGb,
      least: 1,
      most: 5000,
      unit: 'GB',
      remedy: 'choose 1 to 5000 GB',
    }),
    within({
      what: 'maxEcpuPerSecond',
      value: props.maxEcpuPerSecond,
      least: 1000,
      most: 15_000_000,
      unit: 'ECPU/s',
      remedy: 'choose 1000 to 15000000 ECPU/s',
    }),
    snapshotCheck(props.snapshotRetention),
  ];
}

/** The row for how long snapshots are kept. */
export function snapshotCheck(snapshotRetention: Duration | undefined): Check {
  const retention = secondsOf(snapshotRetention);
  return within({
    what: 'snapshotRetention',
    value: retention === undefined ? undefined : retention / secondsADay,
    least: 0,
    most: 35,
    unit: 'd',
    remedy: 'choose 0 to 35 days',
  });
}
