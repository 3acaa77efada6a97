import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import { OutcomeUnknownError } from '@slipway/plugin-clusters-common';
import {
  StartedRelease,
  startedReleaseSchema,
  ReleaseRequest,
  SandboxDemo,
  sandboxDemoSchema,
  SandboxTime,
  sandboxTimeSchema,
  SpeedRequest,
} from '@slipway/plugin-sandbox-panel-common';
import { z } from 'zod/v3';
import { SandboxPanelConfig } from '../config';

const TIMEOUT_MS = 5_000;

/** `{error: {message}}`, as the sandbox words its refusals. */
const refusalSchema = z.object({
  error: z.object({ message: z.string().max(1_000) }),
});

/**
 * The control API of the sandbox. The token goes to it in a header, and
 * nowhere else: no error and no answer holds it.
 *
 * Every method throws ServiceUnavailableError when the sandbox does not answer
 * or answers what nobody understands; those that change something throw
 * OutcomeUnknownError instead when it may have been done.
 */
export class SandboxClient {
  static create(options: {
    config: SandboxPanelConfig;
    logger: LoggerService;
  }) {
    return new SandboxClient(options.config, options.logger);
  }

  private constructor(
    private readonly config: SandboxPanelConfig,
    private readonly logger: LoggerService,
  ) {}

  demo(): Promise<SandboxDemo> {
    return this.#ask('/demo', sandboxDemoSchema);
  }

  /**
   * @throws NotFoundError when there is no such service
   * @throws ConflictError while a release of it is under way
   */
  release(request: ReleaseRequest): Promise<StartedRelease> {
    return this.#ask('/releases', startedReleaseSchema, request);
  }

  setSpeed(request: SpeedRequest): Promise<SandboxTime> {
    return this.#ask('/speed', sandboxTimeSchema, request);
  }

  async #ask<T>(
    path: string,
    schema: z.ZodType<T, z.ZodTypeDef, unknown>,
    body?: object,
  ): Promise<T> {
    const { status, answer } = await this.#send(path, body);
    if (status >= 400) throw refusal(status, answer);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const { path: field, message } = parsed.error.issues[0];
    const unread = `The answer of the sandbox cannot be read: ${field.join(
      '.',
    )}: ${message}`;
    throw body ? outcomeUnknown(unread) : new ServiceUnavailableError(unread);
  }

  async #send(
    path: string,
    body: object | undefined,
  ): Promise<{ status: number; answer: unknown }> {
    const { url, token } = this.config;
    try {
      const response = await fetch(`${url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        body: body && JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, answer: await response.json() };
    } catch (error) {
      this.logger.debug(
        `The sandbox does not answer ${path}: ${stringifyError(error)}`,
      );
      if (body && !isRefusedConnection(error)) {
        throw outcomeUnknown('The sandbox did not confirm it.');
      }
      throw new ServiceUnavailableError(
        'The sandbox does not answer. It ends with the npm start that began it; npm start begins it again.',
      );
    }
  }
}

function outcomeUnknown(reason: string): Error {
  return new OutcomeUnknownError(
    `It is not known whether this was done. ${reason} Check the current state before you act again.`,
  );
}

/** Whether nothing listened: then nothing was sent. */
function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    cause.code === 'ECONNREFUSED'
  );
}

/** What the sandbox refused, in its own words where they are for users. */
function refusal(status: number, answer: unknown): Error {
  const parsed = refusalSchema.safeParse(answer);
  const message = parsed.success
    ? parsed.data.error.message
    : 'it gave no reason';
  switch (status) {
    case 400:
      return new InputError(message);
    case 404:
      return new NotFoundError(message);
    case 409:
      return new ConflictError(message);
    default:
      return new ServiceUnavailableError(
        `The sandbox refused the portal (${status}): ${message}`,
      );
  }
}
