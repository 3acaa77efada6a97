import { nothingSeen } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  objectSubject,
  OF_THE_PORTAL,
  portalSubject,
  RawObject,
} from '@slipway/plugin-actions-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  ReleaseRequest,
  SandboxDemo,
  ServiceTypes,
  setSpeed,
  SpeedRequest,
  SpeedTypes,
  StartedRelease,
  startRelease,
} from '@slipway/plugin-sandbox-panel-common';
import { SandboxClient } from './SandboxClient';
import { ROLLOUTS, WorkloadOwners } from './WorkloadOwners';

/** What both runners are made of. */
export interface PanelRunnerOptions
  extends Pick<
    ActionRunnerOptions<ServiceTypes, ObjectRef, object>,
    | 'activity'
    | 'auditor'
    | 'auth'
    | 'grants'
    | 'logger'
    | 'permissions'
    | 'userInfo'
  > {
  clusters: Clusters;
  owners: Owners;
  sandbox: SandboxClient;
  workloads: WorkloadOwners;
}

/** Starts releases of the sandbox, on the Rollouts in its clusters. */
export function createReleaseRunner(options: PanelRunnerOptions) {
  const { clusters, owners, sandbox, workloads } = options;
  return new ActionRunner({
    ...options,
    plugin: 'sandbox-panel',
    actions: [startRelease],
    subject: objectSubject<ServiceTypes>(owners, {
      kind: ROLLOUTS.kind,
      seen: nothingSeen,
      boundOf: ref => workloads.require(ref),
      read: ref => clusters.get<RawObject>(ROLLOUTS, ref),
      complete: async ({ name, ...place }) => ({
        place: { ...place, service: name },
        ...nowOf(await sandbox.demo(), { ...place, name }),
      }),
    }),
    writer: {
      async apply(_ref, [request]: readonly ReleaseRequest[]) {
        return { started: await sandbox.release(request) };
      },
      afterOf: ({ started }: { started: StartedRelease }) => ({
        tag: started.tag,
      }),
    },
  });
}

/** Changes the speed of the sandbox. */
export function createSpeedRunner(options: PanelRunnerOptions) {
  const { sandbox } = options;
  return new ActionRunner({
    ...options,
    ...OF_THE_PORTAL,
    plugin: 'sandbox-panel',
    actions: [setSpeed],
    subject: portalSubject<SpeedTypes, Record<string, never>>({
      kind: 'Sandbox',
      seen: nothingSeen,
      nameOf: () => 'the sandbox',
      targetOf: () => ({
        cluster: 'portal',
        namespace: 'sandbox-panel',
        kind: 'Sandbox',
        name: 'sandbox',
      }),
      refusalOf: () => 'Only the platform group may change the speed.',
      async load() {
        const { speed } = await sandbox.demo();
        return { fresh: { speed } };
      },
    }),
    writer: {
      async apply(_ref, [request]: readonly SpeedRequest[]) {
        return { time: await sandbox.setSpeed(request) };
      },
    },
  });
}

/** What a service runs; nothing when the sandbox has no such service, which it then says itself. */
function nowOf(
  demo: SandboxDemo,
  ref: ObjectRef,
): { tag?: string; phase?: string } {
  const found = demo.clusters
    .find(({ name }) => name === ref.cluster)
    ?.services.find(
      ({ namespace, service }) =>
        namespace === ref.namespace && service === ref.name,
    );
  return found ? { tag: found.tag, phase: found.phase } : {};
}
