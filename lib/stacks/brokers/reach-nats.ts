import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';
import type { NatsAt } from '../../config/broker-settings.ts';
import { admitAtAddress, secretVariable } from './admit-at-address.ts';
import type { Reach } from './broker-client.ts';

const { natsServers, natsSecret } = environmentVariables;

/** How clients reach NATS that is there. */
export function reachNatsAt({ servers, secretArn }: NatsAt): Reach<object> {
  return {
    variables: () => ({ [natsServers]: servers.join(), ...secretVariable(natsSecret, secretArn) }),
    admit: (client) => {
      admitAtAddress(client, { addresses: servers, secretArn });
    },
  };
}
