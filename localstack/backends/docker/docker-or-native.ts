import { dockerEngineRuns } from './docker-engine.ts';

/** Two ways to start the same thing. */
export interface StartWays<Started> {
  readonly docker: () => Promise<Started>;
  readonly native: () => Promise<Started>;
  readonly say: (line: string) => void;
}

/**
 * Starts in Docker Compose where an engine answers, as processes otherwise; `PIPELINE_BACKENDS=native` or `docker`
 * decides instead. An engine that cannot run the images keeps nobody from working, unless it was asked for.
 *
 * @throws whatever the chosen way throws.
 */
export async function dockerOrNative<Started>({ docker, native, say }: StartWays<Started>): Promise<Started> {
  const asked = process.env['PIPELINE_BACKENDS'];
  if (asked === 'docker') {
    return docker();
  }
  if (asked === 'native' || !(await dockerEngineRuns())) {
    return native();
  }
  try {
    return await docker();
  } catch (cause) {
    say(`${cause instanceof Error ? cause.message : 'Docker failed'}; going on without Docker`);
    return native();
  }
}
