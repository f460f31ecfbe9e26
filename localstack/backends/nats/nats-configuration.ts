/** What the configuration of a server says. */
export interface NatsPlace {
  readonly directory: string;
  readonly port: number;
  /** Port of the monitoring endpoint. */
  readonly monitoringPort: number;
  readonly username: string;
  readonly password: string;
  /** Who may log in and how, as lines of the configuration. @default that one user */
  readonly security?: readonly string[];
}

/**
 * The configuration file of a server with JetStream, which listens on the loopback interface only.
 *
 * Every write is on disk before it is acknowledged: the default of two minutes would lose what a machine that loses its
 * power had acknowledged.
 *
 * Source: https://docs.nats.io/running-a-nats-service/configuration/resource_management
 */
export function natsConfiguration({
  directory,
  port,
  monitoringPort,
  username,
  password,
  security,
}: NatsPlace): string {
  const oneUser = `authorization { user: ${JSON.stringify(username)}, password: ${JSON.stringify(password)} }`;
  return `${[
    `listen: "127.0.0.1:${port}"`,
    `http: "127.0.0.1:${monitoringPort}"`,
    `log_file: ${JSON.stringify(`${directory}/nats.log`)}`,
    `jetstream { store_dir: ${JSON.stringify(`${directory}/data`)}, sync_interval: always }`,
    ...(security ?? [oneUser]),
  ].join('\n')}\n`;
}
