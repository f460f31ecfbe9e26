import { fileURLToPath } from 'node:url';

/** The release of Apache Kafka that runs locally; the one of `pom.xml`. */
export const kafkaVersion = '4.4.0';

/** Names the jars and their versions for Maven. */
export const kafkaPom = fileURLToPath(new URL('pom.xml', import.meta.url));

/** How much a broker and its tools log. */
export const kafkaLogSettings = fileURLToPath(new URL('log4j2.yaml', import.meta.url));
