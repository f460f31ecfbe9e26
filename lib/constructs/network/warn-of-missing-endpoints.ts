import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { Annotations, Aspects, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ClientNetwork } from './client-network.ts';
import { type NetworkEndpoint, endpointServices } from './network-endpoint.ts';

/** Who calls services of AWS from where. */
export interface EndpointNeed {
  /** As the warning calls it. */
  readonly caller: string;
  /** Undefined where it is not known. */
  readonly network: ClientNetwork | undefined;
  readonly services: readonly NetworkEndpoint[];
}

/**
 * Warns, when the app is synthesised, of services that a caller cannot reach: its subnets have no way out, and their
 * network has no endpoint of the service.
 *
 * A warning and no error, because what others have made in the network cannot be seen from here.
 */
export function warnOfMissingEndpoints(scope: IConstruct, need: EndpointNeed): void {
  Aspects.of(scope).add({
    visit: (node) => {
      const missing = node === scope ? missingEndpoints(need) : [];
      if (missing.length > 0) {
        const message =
          `subnets without a way out must have endpoints of what ${need.caller} call, ` +
          `got none of ${missing.join(', ')}: add them to the network, or give it a NAT gateway`;
        Annotations.of(scope).addWarningV2('cdk-event-pipeline:missing-endpoints', message);
      }
    },
  });
}

function missingEndpoints({ network, services }: EndpointNeed): readonly NetworkEndpoint[] {
  if (network === undefined) {
    return [];
  }
  const { vpc, subnets } = network;
  const closed = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  const chosen = vpc.selectSubnets(subnets).subnetIds;
  if (!chosen.some((subnet) => closed.has(subnet))) {
    return [];
  }
  const present = new Set(vpc.node.findAll().map(serviceOf));
  return services.filter((name) => !present.has(resolved(vpc, endpointServices[name].name)));
}

function serviceOf(node: IConstruct): string | undefined {
  return node instanceof CfnVPCEndpoint ? resolved(node, node.serviceName) : undefined;
}

/** The name of a service holds the region, which is known at the end only. */
function resolved(scope: IConstruct, name: string | undefined): string {
  return JSON.stringify(Stack.of(scope).resolve(name));
}
