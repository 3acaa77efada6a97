import {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  CheckAnswer,
  CreateAnswer,
  EnvironmentRequest,
  environmentRequestSchema,
  environmentsCreatePermission,
} from '@slipway/plugin-environments-common';
import type { Request } from 'express';
import { AccessService } from './AccessService';
import { EnvironmentsService } from './EnvironmentsService';
import { Limits } from './Limits';

interface Options {
  access: AccessService;
  activity: ActivityService;
  auditor: AuditorService;
  environments: EnvironmentsService;
  limits: Limits;
}

/** Asking for environments: nobody owns one that is not there yet, so no action of the kit does it. */
export class Creation {
  constructor(private readonly options: Options) {}

  /** What is wrong with a request, whatever was sent; nothing is made. */
  async check(
    body: unknown,
    credentials: BackstageCredentials,
  ): Promise<CheckAnswer> {
    const { access, limits } = this.options;
    const read = environmentRequestSchema.safeParse(body);
    if (!read.success) {
      return {
        problems: read.error.issues.map(({ path, message }) => ({
          field: path.join('.'),
          message,
        })),
      };
    }
    const problems = await limits.problems(read.data);
    const owners = await access.ownersOf(credentials);
    return {
      problems:
        owners && !owners.includes(read.data.owner)
          ? [
              { field: 'owner', message: 'must be a team of yours' },
              ...problems,
            ]
          : problems,
    };
  }

  /**
   * Asks for an environment.
   *
   * @throws NotAllowedError unless the owner is a team of the user
   * @throws InputError that names what is wrong
   * @throws ConflictError when the name is taken
   */
  async create(command: {
    request: EnvironmentRequest;
    requestKey?: string;
    credentials: BackstageCredentials;
    httpRequest?: Request;
  }): Promise<CreateAnswer> {
    const { access, auditor, environments } = this.options;
    const { request, requestKey, credentials, httpRequest } = command;
    const event = await auditor.createEvent({
      eventId: environmentsCreatePermission.name,
      severityLevel: 'medium',
      ...(httpRequest ? { request: httpRequest } : {}),
      meta: { name: request.name, owner: request.owner, cloud: request.cloud },
    });
    try {
      const by = await access.requireCreate(request.owner, credentials);
      const { row, operation } = await environments.create(
        request,
        by,
        requestKey,
      );
      await this.#record(by, request);
      await event.success({ meta: { operation: operation.id } });
      return { name: row.name, operationId: operation.id };
    } catch (error) {
      assertError(error);
      await event.fail({ error });
      throw error;
    }
  }

  async #record(by: string, { name, cloud, size, owner }: EnvironmentRequest) {
    await this.options.activity.platformEvent({
      plugin: 'environments',
      type: 'environment-asked',
      key: `environment/${name}/asked/${Date.now()}`,
      at: new Date().toISOString(),
      target: {
        cluster: 'portal',
        namespace: 'environments',
        kind: 'Environment',
        name,
      },
      summary: `${by} asked for the environment ${name} (${cloud}, ${size}) of ${owner}`,
      severity: 'notice',
      after: { cloud, size, owner },
    });
  }
}
