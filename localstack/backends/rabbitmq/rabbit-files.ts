import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { RabbitPackages } from './rabbit-packages.ts';

/** The ports of one node, all on the loopback interface. */
export interface RabbitPorts {
  readonly amqp: number;
  readonly management: number;
  /** Where Erlang nodes ask for one another; each server has its own, so that none meets another's nodes. */
  readonly epmd: number;
  readonly distribution: number;
}

/** One node: where its files are and how it is reached. */
export interface RabbitPlace {
  readonly directory: string;
  readonly ports: RabbitPorts;
  readonly username: string;
  readonly password: string;
  /** Further settings, as lines of the configuration. @default none */
  readonly settings?: readonly string[];
}

/** Deletes what an earlier start left and writes what the node reads when it starts. */
export async function writeRabbitFiles(place: RabbitPlace): Promise<void> {
  const { directory } = place;
  await rm(directory, { recursive: true, force: true });
  for (const folder of ['mnesia', 'log', 'generated']) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  await writeFile(join(directory, 'enabled_plugins'), '[rabbitmq_management].\n');
  await writeFile(join(directory, 'advanced.config'), '[].\n');
  await writeFile(join(directory, 'rabbitmq.conf'), rabbitConfiguration(place), { mode: 0o600 });
}

/** What the node is configured to: loopback only, one user, statistics fresh enough to be a witness. */
export function rabbitConfiguration({ ports, username, password, settings: further = [] }: RabbitPlace): string {
  const settings = {
    'listeners.tcp.1': `127.0.0.1:${ports.amqp}`,
    'management.tcp.ip': '127.0.0.1',
    'management.tcp.port': ports.management,
    default_user: username,
    default_pass: password,
    'disk_free_limit.absolute': '50MB',
    'vm_memory_high_watermark.absolute': '512MB',
    collect_statistics_interval: 1000,
    'log.console': false,
    'log.file.level': 'info',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return `${[...lines, ...further].join('\n')}\n`;
}

/** The whole environment of the node: every path is its own, and nothing of this process's gets in. */
export function rabbitEnvironment({ directory, ports }: RabbitPlace, { erlangBin }: RabbitPackages): NodeJS.ProcessEnv {
  return {
    HOME: directory,
    PATH: [erlangBin, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `pipeline${ports.amqp}@localhost`,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(directory, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(directory, 'generated'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(directory, 'feature_flags'),
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_PID_FILE: join(directory, 'rabbit.pid'),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none',
    // The script then becomes the server instead of waiting for it, so that its pid is the server's.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}
