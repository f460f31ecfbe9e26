import { createHash, createHmac } from 'node:crypto';

/** Credentials of AWS, as every client of the SDK takes them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request for the root of a host that is signed and never sent. */
export interface PresignedRequest {
  /** As signatures name it: `elasticache`. */
  readonly service: string;
  readonly region: string;
  readonly host: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly credentials: AwsCredentials;
  readonly date: Date;
  /** For how long the signature holds. */
  readonly seconds: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * The query of a request with its signature, which services take as a password: signature version 4.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function presignedQuery(request: PresignedRequest): string {
  const { service, region, host, credentials, date } = request;
  const time = date.toISOString().replaceAll(/[-:]|\.\d{3}/gu, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const query = queryOf(request, { time, scope });
  const canonical = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const text = [algorithm, time, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  return `${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
}

function queryOf(
  { parameters: own, credentials, seconds }: PresignedRequest,
  { time, scope }: { readonly time: string; readonly scope: string },
): string {
  const { accessKeyId, sessionToken } = credentials;
  const parameters: Readonly<Record<string, string>> = {
    ...own,
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  };
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${escaped(parameters[name] ?? '')}`)
    .join('&');
}

/** Signatures escape more than URLs need. */
function escaped(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
