import { backendError } from '../backend-error.ts';

/** Asks the management API of RabbitMQ. */
export type RabbitManagement = (path: string, method?: 'GET' | 'DELETE') => Promise<unknown>;

/** How the API is reached. */
export interface RabbitManagementPlace {
  /** Without a slash at its end. */
  readonly managementUrl: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Makes a witness that is no client of a queue: what the server itself says of queues, bindings and connections.
 *
 * `path` begins behind `/api/`; the virtual host `/` is written `%2F` in it. The answer is parsed JSON, undefined
 * where the server says nothing. Rejects with PipelineError `backend-failed` for any status that is no success.
 *
 * Source: https://www.rabbitmq.com/docs/management#http-api
 */
export function createRabbitManagement({ managementUrl, username, password }: RabbitManagementPlace): RabbitManagement {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return async (path, method = 'GET') => {
    const response = await fetch(`${managementUrl}/api/${path}`, { method, headers: { authorization } });
    const text = await response.text();
    if (!response.ok) {
      throw backendError(`RabbitMQ must answer ${method} "${path}", it answered ${response.status}`, 'see its log');
    }
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return answer;
  };
}
