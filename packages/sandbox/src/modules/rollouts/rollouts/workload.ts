import { RolloutContext } from './RolloutContext';
import { replicasOf } from './spec';

/** The Deployment or ReplicaSet whose template a Rollout takes over. Upstream: `rollout/templateref.go`, `rollout/scale_utils.go`. */

const SUPPORTED = new Map([
  ['Deployment', 'deployments.apps'],
  ['ReplicaSet', 'replicasets.apps'],
]);

/** Takes template and selector of the workload into the Rollout at hand (never into the stored one). @returns its generation, or why it cannot be taken */
export function resolveWorkload(context: RolloutContext): {
  generation?: string;
  error?: string;
} {
  const { rollout, objects } = context;
  const { workloadRef, template } = rollout.spec;
  if (!workloadRef) return {};
  if (template && Object.keys(template).length > 0) {
    return { error: 'template must be empty for workload reference rollout' };
  }
  const { kind = '', name = '', apiVersion = '' } = workloadRef;
  const resource = SUPPORTED.get(kind);
  if (!resource || apiVersion !== 'apps/v1') {
    return {
      error: `workload of type ${
        apiVersion.split('/')[0]
      }/${kind} is not supported`,
    };
  }
  const { namespace } = rollout.metadata;
  const workload =
    kind === 'Deployment'
      ? objects.deployments.get(namespace, name)
      : objects.replicaSets.get(namespace, name);
  if (!workload) {
    return { error: `${resource} "${namespace}/${name}" not found` };
  }
  rollout.spec.template = workload.spec.template;
  rollout.spec.selector ??= workload.spec.selector;
  return { generation: String(workload.metadata.generation) };
}

/** Scales the workload down as `workloadRef.scaleDown` says; `never` leaves it alone. */
export function scaleWorkload(context: RolloutContext): void {
  const { rollout, objects, revision } = context;
  const { workloadRef } = rollout.spec;
  if (workloadRef?.kind !== 'Deployment' || revision !== 1) return;
  const stored = objects.rollouts.get(
    rollout.metadata.namespace,
    rollout.metadata.name,
  );
  const workload = objects.deployments.get(
    rollout.metadata.namespace,
    workloadRef.name ?? '',
  );
  if (!stored || !workload) return;
  const healthy = stored.status.phase === 'Healthy';
  let replicas: number | undefined;
  if (workloadRef.scaleDown === 'onsuccess' && healthy) replicas = 0;
  if (workloadRef.scaleDown === 'progressively') {
    replicas = healthy
      ? 0
      : replicasOf(rollout) - (stored.status.readyReplicas ?? 0);
  }
  if (replicas === undefined || (workload.spec.replicas ?? 1) === replicas) {
    return;
  }
  objects.deployments.update({
    ...workload,
    spec: { ...workload.spec, replicas },
  });
}
