import { PermissionsService } from '@backstage/backend-plugin-api';
import { UserCredentials } from '@slipway/plugin-actions-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  PanelDemo,
  SandboxDemo,
  sandboxReadPermission,
  SandboxTime,
  setSpeed,
  StartedRelease,
  startRelease,
} from '@slipway/plugin-sandbox-panel-common';
import { Request } from 'express';
import {
  createReleaseRunner,
  createSpeedRunner,
  PanelRunnerOptions,
} from './panelRunners';

/** What users do with the sandbox through the portal. */
export class PanelService {
  readonly #releases: ReturnType<typeof createReleaseRunner>;
  readonly #speed: ReturnType<typeof createSpeedRunner>;
  readonly #access: ReadAccess;

  constructor(
    private readonly options: PanelRunnerOptions & {
      permissions: PermissionsService;
    },
  ) {
    this.#releases = createReleaseRunner(options);
    this.#speed = createSpeedRunner(options);
    this.#access = new ReadAccess({
      permissions: options.permissions,
      permission: sandboxReadPermission,
      what: 'the sandbox',
    });
  }

  /**
   * What happens in the sandbox, and what the user may do there.
   *
   * @throws NotAllowedError, ServiceUnavailableError
   */
  async demo(credentials: UserCredentials): Promise<PanelDemo> {
    await this.#access.requireRead(credentials);
    const [demo, { actions }] = await Promise.all([
      this.#demoNow(),
      this.#speed.accessTo({}, credentials),
    ]);
    const objects = demo.clusters.flatMap(({ name: cluster, services }) =>
      services.map(({ namespace, service }) => ({
        name: service,
        bound: this.options.workloads.of({ cluster, namespace, name: service }),
      })),
    );
    const access = await this.#releases.accessToEach(objects, credentials);
    let next = 0;
    return {
      ...demo,
      maySetSpeed: actions[setSpeed.name],
      clusters: demo.clusters.map(cluster => ({
        ...cluster,
        services: cluster.services.map(service => {
          const at = next++;
          const { ownerRef } = objects[at].bound;
          return {
            ...service,
            ...(ownerRef ? { ownerRef } : {}),
            mayRelease: access[at][startRelease.name],
          };
        }),
      })),
    };
  }

  /**
   * Starts a release of a service, for its owners and the platform group.
   *
   * @param args - `{ quality }`, not yet validated
   * @throws NotFoundError, NotAllowedError, ConflictError, ServiceUnavailableError
   */
  async release(
    ref: ObjectRef,
    args: unknown,
    credentials: UserCredentials,
    request: Request,
  ): Promise<StartedRelease> {
    const { started } = await this.#releases.run({
      ref,
      action: startRelease.name,
      args,
      credentials,
      channel: 'portal',
      request,
    });
    return started;
  }

  /**
   * Changes how fast sandbox time goes, for everybody.
   *
   * @param args - a `SpeedRequest`, not yet validated
   * @throws NotAllowedError, ServiceUnavailableError
   */
  async setSpeed(
    args: unknown,
    credentials: UserCredentials,
    request: Request,
  ): Promise<SandboxTime> {
    const { time } = await this.#speed.run({
      ref: {},
      action: setSpeed.name,
      args,
      credentials,
      channel: 'portal',
      request,
    });
    return time;
  }

  /** The demo scenario, with the time at which it was read. */
  async #demoNow(): Promise<SandboxDemo & { asOf: string }> {
    const demo = await this.options.sandbox.demo();
    return { ...demo, asOf: new Date().toISOString() };
  }
}
