import { localRegion } from '../backends/aws-environment.ts';
import { loopbackUrl } from '../backends/loopback-url.ts';

/** What every SDK client of a local run is made with. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Settings that reach a local endpoint and nothing else, whatever the environment of this process says.
 *
 * @throws PipelineError `input-invalid` when the URL is not on the loopback interface.
 */
export function clientSettings(endpoint: string): ClientSettings {
  return {
    endpoint: loopbackUrl(endpoint),
    region: localRegion,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}
