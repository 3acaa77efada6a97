import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { NotFoundError, ResponseError } from '@backstage/errors';
import {
  ActivityOutcome,
  ActivityPage,
  ActivityQuery,
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';
import { JsonObject } from '@backstage/types';
import { RecordUnavailableError } from './RecordUnavailableError';
import { ActivityService } from './types';

/** How long a call may take before the record counts as not kept. */
const TIMEOUT_MS = 10_000;

const WORDED = new Set(['ServiceUnavailableError', 'UnrecordedError']);

/** {@link ActivityService} over the activity backend's HTTP API, as the calling plugin. */
export class HttpActivityService implements ActivityService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new HttpActivityService(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  async begin(activity: NewUserActivity): Promise<{ id: string }> {
    return this.#call<{ id: string }>('POST', '/user', activity);
  }

  async finish(
    id: string,
    outcome: { outcome: ActivityOutcome; error?: string; after?: JsonObject },
  ): Promise<void> {
    await this.#call('POST', `/user/${encodeURIComponent(id)}/finish`, outcome);
  }

  async platformEvent(
    activity: NewPlatformActivity,
  ): Promise<{ claimed: boolean }> {
    return this.#call<{ claimed: boolean }>('POST', '/platform', activity);
  }

  async list(query: ActivityQuery): Promise<ActivityPage> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) search.set(name, String(value));
    }
    return this.#call<ActivityPage>('GET', `/entries?${search.toString()}`);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'activity',
    });
    let response: Response;
    try {
      const baseUrl = await this.#discovery.getBaseUrl('activity');
      response = await fetch(`${baseUrl}/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          // Between plugins compression takes longer than what it saves.
          'accept-encoding': 'identity',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new RecordUnavailableError({ failure: error });
    }
    if (response.ok) {
      return (response.status === 204 ? undefined : await response.json()) as T;
    }
    const error = await ResponseError.fromResponse(response);
    if (response.status === 404 && path !== '/user') {
      throw new NotFoundError(`No such activity entry`, error);
    }
    if (response.status >= 500 || response.status === 404) {
      // Of all failures only these have words that are written for users.
      const { name, message } = error.body.error;
      const reason = WORDED.has(name) ? message : undefined;
      throw new RecordUnavailableError({ reason, failure: error });
    }
    throw error;
  }
}
