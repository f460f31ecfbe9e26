import { App } from 'aws-cdk-lib/core';
import {
  type Environment,
  checkedEnvironment,
  createEventPipeline,
  environmentNamed,
} from 'cdk-event-pipeline/constructs';
import { depots } from '../src/pipeline.js';

const app = new App();
const base = environmentNamed(app.node.tryGetContext('env'));

/** The cluster that another team runs, and the network from which it can be reached. */
const environment: Environment = checkedEnvironment({
  ...base,
  brokers: {
    ...base.brokers,
    kafka: {
      kind: 'at',
      brokers: ['kafka-1.example.com:9096', 'kafka-2.example.com:9096'],
      auth: 'scram',
      secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:AmazonMSK_depots-AbCdEf',
      readBy: 'function',
    },
    network: {
      kind: 'existing',
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    },
  },
});

createEventPipeline(app, { definition: depots, environment });
