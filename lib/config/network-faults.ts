import type { BrokerSettings, NetworkSettings } from './broker-settings.ts';
import { unless } from './unless.ts';

/** What contradicts itself between the brokers of an environment and the network they are in, or reached from. */
export function networkFaults({ network, ...brokers }: BrokerSettings): readonly string[] {
  const kindsThat = (kind: 'made' | 'at'): readonly string[] =>
    Object.entries(brokers)
      .filter(([, setting]) => setting.kind === kind)
      .map(([name]) => name);
  if (network === undefined) {
    return kindsThat('made').map((name) => `${name} must have a network to be made in, got none`);
  }
  if (network.kind === 'existing') {
    return existingFaults(network);
  }
  return [
    ...(network.nat
      ? []
      : kindsThat('at').map((name) => `${name} at an address must be reached through nat or from an existing network`)),
    ...(brokers.kafka.kind === 'made' && brokers.kafka.brokers.kind === 'express'
      ? unless(network.zones === 3, `kafka of the kind express must have 3 zones, got ${network.zones}`)
      : []),
  ];
}

function existingFaults({
  vpcId,
  availabilityZones,
  subnetIds,
}: Extract<NetworkSettings, { kind: 'existing' }>): readonly string[] {
  const zones = new Set(availabilityZones).size;
  return [
    ...unless(/^vpc-[0-9a-f]+$/.test(vpcId), `network: vpcId must be one like vpc-0a1b2c3d, got "${vpcId}"`),
    ...unless(
      zones >= 2 && zones <= 3 && subnetIds.length === zones,
      `network: there must be one subnet in each of 2 or 3 zones, got ${subnetIds.length} in ${zones}`,
    ),
  ];
}
