import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';

/** A service of AWS that a network without a way out reaches by an endpoint. */
export type NetworkEndpoint =
  'ecr-api' | 'ecr-images' | 'kms' | 'lambda' | 'logs' | 'secrets-manager' | 'sns' | 'sqs' | 'sts';

/** The service behind each name. */
export const endpointServices: Readonly<Record<NetworkEndpoint, InterfaceVpcEndpointAwsService>> = {
  'ecr-api': InterfaceVpcEndpointAwsService.ECR,
  'ecr-images': InterfaceVpcEndpointAwsService.ECR_DOCKER,
  kms: InterfaceVpcEndpointAwsService.KMS,
  lambda: InterfaceVpcEndpointAwsService.LAMBDA,
  logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  'secrets-manager': InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  sns: InterfaceVpcEndpointAwsService.SNS,
  sqs: InterfaceVpcEndpointAwsService.SQS,
  sts: InterfaceVpcEndpointAwsService.STS,
};
