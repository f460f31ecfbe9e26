import { environmentVariables } from '../../../lambdas/contracts/environment-variables.ts';
import type { RabbitAt } from '../../config/broker-settings.ts';
import type { IRabbitBroker } from '../../constructs/rabbitmq/rabbit-broker.ts';
import { admitAtAddress, secretVariable } from './admit-at-address.ts';
import type { Reach } from './broker-client.ts';

const { rabbitmqUrl, rabbitmqSecret } = environmentVariables;

/** How clients reach a broker of Amazon MQ: as its one user, whose password they fetch. */
export function reachAmazonMq(broker: IRabbitBroker): Reach<object> {
  return {
    variables: () => ({ [rabbitmqUrl]: broker.amqpEndpoint, [rabbitmqSecret]: broker.secret.secretArn }),
    admit: (client) => {
      client.connections.allowToDefaultPort(broker, 'the broker of RabbitMQ');
      broker.secret.grantRead(client);
    },
  };
}

/** How clients reach RabbitMQ that is there. */
export function reachRabbitAt({ urls, secretArn }: RabbitAt): Reach<object> {
  return {
    variables: () => ({ [rabbitmqUrl]: urls.join(), ...secretVariable(rabbitmqSecret, secretArn) }),
    admit: (client) => {
      admitAtAddress(client, { addresses: urls, secretArn });
    },
  };
}
