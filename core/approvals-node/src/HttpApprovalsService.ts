import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  Approval,
  ApprovalOutcome,
  ApprovalRequest,
  ApprovalUseRequest,
} from '@slipway/plugin-approvals-common';
import { ApprovalsService } from './types';

/** How long a call may take before the backend counts as silent. */
const TIMEOUT_MS = 10_000;

/** Errors of the backend whose words are for users. */
const WORDED = { ConflictError, InputError, NotAllowedError, NotFoundError };

/** {@link ApprovalsService} over the approvals backend's HTTP API, as the calling plugin. */
export class HttpApprovalsService implements ApprovalsService {
  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new HttpApprovalsService(options);
  }

  private constructor(
    private readonly options: {
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ) {}

  ask(request: ApprovalRequest): Promise<Approval> {
    return this.#call('POST', '/requests', request);
  }

  get(id: string): Promise<Approval> {
    return this.#call('GET', `/approvals/${encodeURIComponent(id)}`);
  }

  use(id: string, request: ApprovalUseRequest): Promise<Approval> {
    return this.#call(
      'POST',
      `/approvals/${encodeURIComponent(id)}/use`,
      request,
    );
  }

  async finish(id: string, outcome: ApprovalOutcome): Promise<void> {
    await this.#call(
      'POST',
      `/approvals/${encodeURIComponent(id)}/outcome`,
      outcome,
    );
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const { auth, discovery } = this.options;
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'approvals',
      });
      const response = await fetch(
        `${await discovery.getBaseUrl('approvals')}/v1${path}`,
        {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body ? { 'content-type': 'application/json' } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      );
      if (!response.ok) throw await ResponseError.fromResponse(response);
      return (await response.json()) as T;
    } catch (error) {
      throw wordedOf(error);
    }
  }
}

/** An error of the backend in its own words; of everything else, that approvals cannot be reached. */
function wordedOf(error: unknown): Error {
  if (error instanceof ResponseError) {
    const { name, message } = error.body.error;
    const found = Object.entries(WORDED).find(([one]) => one === name);
    // A route that is not there is no approval that is not there.
    if (found && !(name === 'NotFoundError' && !message)) {
      return new found[1](message);
    }
  }
  return new ServiceUnavailableError(
    'Approvals cannot be read or written right now; nothing was changed.',
    error,
  );
}
