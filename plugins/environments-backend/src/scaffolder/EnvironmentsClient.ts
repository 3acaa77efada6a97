import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import {
  CreateAnswer,
  EnvironmentRequest,
  LogPart,
  Operation,
} from '@slipway/plugin-environments-common';

const encode = (part: string) => encodeURIComponent(part);

/** The routes of the environments backend, as the user who started a task. */
export class EnvironmentsClient {
  constructor(
    private readonly options: {
      auth: AuthService;
      discovery: DiscoveryService;
      credentials: BackstageCredentials;
    },
  ) {}

  create(
    request: EnvironmentRequest,
    requestKey: string,
  ): Promise<CreateAnswer> {
    return this.#send('POST', '/environments', { ...request, requestKey });
  }

  operation(name: string, id: string): Promise<Operation> {
    return this.#send('GET', `${this.#path(name)}/operations/${encode(id)}`);
  }

  log(name: string, id: string, seq: number, from: number): Promise<LogPart> {
    const operation = `${this.#path(name)}/operations/${encode(id)}`;
    return this.#send('GET', `${operation}/steps/${seq}/log?from=${from}`);
  }

  act(
    name: string,
    action: string,
    body: Record<string, JsonValue>,
  ): Promise<{ operationId?: string }> {
    return this.#send('POST', `${this.#path(name)}/actions/${action}`, body);
  }

  #path(name: string): string {
    return `/environments/${encode(name)}`;
  }

  async #send<Answer>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<Answer> {
    const { auth, credentials, discovery } = this.options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'environments',
    });
    const base = await discovery.getBaseUrl('environments');
    const response = await fetch(`${base}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
