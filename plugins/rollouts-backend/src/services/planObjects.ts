import { KubeObject, ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  ANALYSIS_RUNS,
  EXPERIMENTS,
  FreshRollout,
  REPLICA_SETS,
  RolloutActionArgs,
  RolloutActionName,
  workloadResource,
} from '@slipway/plugin-rollouts-common';

/** A Rollout as the API server gave it. */
export type RawObject = KubeObject & Record<string, unknown>;

type Objects = Pick<
  FreshRollout,
  'replicaSets' | 'workload' | 'analysisRun' | 'experiment'
>;

function workloadRefOf(raw: RawObject) {
  const { spec } = raw as { spec?: { workloadRef?: unknown } };
  const ref = spec?.workloadRef as { kind?: string; name?: string } | undefined;
  const resource = ref?.kind ? workloadResource(ref.kind) : undefined;
  return resource && ref?.name ? { resource, name: ref.name } : undefined;
}

/** Reads afresh what the plan of an action needs beside the Rollout. */
export async function planObjects(
  clusters: Pick<Clusters, 'get' | 'listFresh'>,
  ref: ObjectRef,
  action: RolloutActionName,
  raw: RawObject,
  args: unknown,
): Promise<Objects> {
  const { cluster, namespace } = ref;
  if (action === 'terminate-analysis') {
    const { analysisRun } = args as RolloutActionArgs['terminate-analysis'];
    const run = await clusters.get<KubeObject & Record<string, unknown>>(
      ANALYSIS_RUNS,
      { cluster, namespace, name: analysisRun },
    );
    const owner = run?.metadata.ownerReferences?.find(
      ({ kind }) => kind === EXPERIMENTS.kind,
    );
    if (!owner) return { analysisRun: run };
    return {
      analysisRun: run,
      experiment: await clusters.get<Record<string, unknown>>(EXPERIMENTS, {
        cluster,
        namespace,
        name: owner.name,
      }),
    };
  }
  if (action !== 'undo' && action !== 'set-image') return {};
  const workload = workloadRefOf(raw);
  const [replicaSets, workloadObject] = await Promise.all([
    action === 'undo'
      ? clusters.listFresh<Record<string, unknown>>(REPLICA_SETS, {
          cluster,
          namespace,
        })
      : undefined,
    workload
      ? clusters.get<Record<string, unknown>>(workload.resource, {
          cluster,
          namespace,
          name: workload.name,
        })
      : undefined,
  ]);
  return {
    ...(replicaSets ? { replicaSets } : {}),
    ...(workloadObject ? { workload: workloadObject } : {}),
  };
}
