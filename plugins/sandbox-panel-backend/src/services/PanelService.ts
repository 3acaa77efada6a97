import {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  assertError,
  NotAllowedError,
  stringifyError,
} from '@backstage/errors';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  Bound,
  endOfFailedWrite,
  ObjectRef,
} from '@slipway/plugin-clusters-common';
import {
  StartedRelease,
  PanelDemo,
  Permit,
  ReleaseRequest,
  SandboxDemo,
  SandboxTime,
  SpeedRequest,
} from '@slipway/plugin-sandbox-panel-common';
import { Access } from './Access';
import { SandboxClient } from './SandboxClient';
import { WorkloadOwners } from './WorkloadOwners';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface PanelServiceOptions {
  access: Access;
  activity: ActivityService;
  logger: LoggerService;
  owners: WorkloadOwners;
  sandbox: SandboxClient;
}

/** A result, with what there was before. */
export interface Changed<T> {
  before: { [field: string]: string | number };
  result: T;
}

/** What people do with the sandbox through the portal. */
export class PanelService {
  constructor(private readonly options: PanelServiceOptions) {}

  /**
   * What happens in the sandbox, and what the person may do there.
   *
   * @throws NotAllowedError, ServiceUnavailableError
   */
  async demo(credentials: UserCredentials): Promise<PanelDemo> {
    const { access, owners } = this.options;
    await access.requireRead(credentials);
    const [demo, maySetSpeed] = await Promise.all([
      this.#demoNow(),
      access.speed(credentials),
    ]);
    const workloads = demo.clusters.flatMap(({ name: cluster, services }) =>
      services.map(({ namespace, service }) => ({
        service,
        ownership: owners.of({ cluster, namespace, name: service }),
      })),
    );
    const permits = await access.releases(workloads, credentials);
    let next = 0;
    return {
      ...demo,
      maySetSpeed,
      clusters: demo.clusters.map(cluster => ({
        ...cluster,
        services: cluster.services.map(service => {
          const at = next++;
          const { ownerRef } = workloads[at].ownership;
          return {
            ...service,
            ...(ownerRef ? { ownerRef } : {}),
            mayRelease: permits[at],
          };
        }),
      })),
    };
  }

  /**
   * Starts a release of a service, for its owners and the platform group.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError, ServiceUnavailableError
   */
  async release(
    request: ReleaseRequest,
    credentials: UserCredentials,
  ): Promise<Changed<StartedRelease>> {
    const { access, owners, sandbox } = this.options;
    const { cluster, namespace, service } = request;
    const ref: ObjectRef = { cluster, namespace, name: service };
    const ownership = owners.require(ref);
    const [permit] = await access.releases(
      [{ service, ownership }],
      credentials,
    );
    demand(permit);
    const before = tagBefore(await sandbox.demo(), ref);
    return {
      before,
      result: await this.#recorded(request, ownership, before, credentials),
    };
  }

  /**
   * Changes how fast sandbox time goes, for everybody.
   *
   * @throws NotAllowedError, ServiceUnavailableError
   */
  async setSpeed(
    request: SpeedRequest,
    credentials: UserCredentials,
  ): Promise<Changed<SandboxTime>> {
    const { access, sandbox } = this.options;
    demand(await access.speed(credentials));
    const { speed } = await sandbox.demo();
    return { before: { speed }, result: await sandbox.setSpeed(request) };
  }

  /** The demo scenario, with the time at which it was read. */
  async #demoNow(): Promise<SandboxDemo & { asOf: string }> {
    const demo = await this.options.sandbox.demo();
    return { ...demo, asOf: new Date().toISOString() };
  }

  /** The release between the two halves of its activity entry; without an entry it does not happen. */
  async #recorded(
    request: ReleaseRequest,
    { entity }: Bound,
    before: Changed<unknown>['before'],
    credentials: UserCredentials,
  ): Promise<StartedRelease> {
    const { activity, logger, sandbox } = this.options;
    const { cluster, namespace, service, quality } = request;
    const { id } = await activity.begin({
      plugin: 'sandbox-panel',
      type: 'sandbox-release',
      actor: credentials.principal.userEntityRef,
      target: {
        cluster,
        namespace,
        kind: 'Rollout',
        name: service,
        ...(entity.state === 'bound' ? { entityRef: entity.entityRef } : {}),
      },
      summary: `Release ${service} in the sandbox (${quality})`,
      severity: 'notice',
      before,
    });
    const finish = async (
      outcome: Parameters<ActivityService['finish']>[1],
    ) => {
      try {
        await activity.finish(id, outcome);
      } catch (error) {
        logger.error(
          `The outcome of a release of ${service} could not be written down: ${stringifyError(
            error,
          )}`,
        );
      }
    };
    try {
      const started = await sandbox.release(request);
      await finish({ outcome: 'succeeded', after: { tag: started.tag } });
      return started;
    } catch (error) {
      assertError(error);
      await finish({
        outcome: endOfFailedWrite(error).outcome,
        error: error.message,
      });
      throw error;
    }
  }
}

/** @throws NotAllowedError with the reason */
function demand(permit: Permit): void {
  if (!permit.allowed) throw new NotAllowedError(permit.reason);
}

/** What the service ran before; nothing when the sandbox has no such service, which it then says itself. */
function tagBefore(
  demo: SandboxDemo,
  ref: ObjectRef,
): Changed<unknown>['before'] {
  const found = demo.clusters
    .find(({ name }) => name === ref.cluster)
    ?.services.find(
      ({ namespace, service }) =>
        namespace === ref.namespace && service === ref.name,
    );
  return found ? { tag: found.tag, phase: found.phase } : {};
}
