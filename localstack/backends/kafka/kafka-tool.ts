import { backendError } from '../backend-error.ts';
import { runCommand } from '../run-command.ts';
import { kafkaEnvironment, toolArguments } from './kafka-command.ts';

/** Runs one of Kafka's own console tools, such as `org.apache.kafka.tools.TopicCommand`, and answers what it printed. */
export type KafkaTool = (className: string, args: readonly string[]) => Promise<string>;

/**
 * The console tools among Kafka's jars.
 *
 * A tool gets exactly the arguments it is given: most want `--bootstrap-server` with {@link RunningKafka.bootstrap}.
 *
 * @throws PipelineError `backend-failed` (by the tool, with the end of what it printed) when a tool fails.
 */
export function createKafkaTool(library: string): KafkaTool {
  return async (className, args) => {
    const { code, output } = await runCommand('java', toolArguments({ library, className, args }), {
      env: kafkaEnvironment(),
    });
    if (code !== 0) {
      throw backendError(
        `${className} must end with code 0, it ended with ${code}`,
        `it printed "${output.trim().slice(-printedCharacters)}"`,
      );
    }
    return output;
  };
}

const printedCharacters = 500;
