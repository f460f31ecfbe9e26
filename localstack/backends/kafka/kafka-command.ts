import { delimiter, join } from 'node:path';
import { kafkaLogSettings } from './kafka-release.ts';

/** Which class of Kafka's jars is run. */
export interface KafkaCommand {
  /** Folder of the jars. */
  readonly library: string;
  readonly className: string;
  readonly args: readonly string[];
}

/** Arguments of `java` for a broker: 256 MB of heap, one line in the log when it has started. */
export function brokerArguments(command: KafkaCommand): readonly string[] {
  const memory = ['-Xms256m', '-Xmx256m', '-XX:MaxDirectMemorySize=64m', '-XX:ReservedCodeCacheSize=64m'];
  return [...memory, '-Dkafka.server.level=INFO', ...classArguments(command)];
}

/** Arguments of `java` for a console tool: quick to start, and it prints nothing but its answer. */
export function toolArguments(command: KafkaCommand): readonly string[] {
  return ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-Dkafka.log.level=OFF', ...classArguments(command)];
}

/** Nothing of this process's environment gets in, so that no `KAFKA_OPTS` changes what runs; the way to Java does. */
export function kafkaEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter) };
}

function classArguments({ library, className, args }: KafkaCommand): readonly string[] {
  return [
    ...['-XX:+UseSerialGC', '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${kafkaLogSettings}`],
    ...['-cp', join(library, '*'), className, ...args],
  ];
}
