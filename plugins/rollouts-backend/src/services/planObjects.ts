import { RawObject } from '@slipway/plugin-actions-node';
import { KubeObject, ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  ANALYSIS_RUNS,
  EXPERIMENTS,
  FreshRollout,
  PlanRead,
  REPLICA_SETS,
  workloadResource,
} from '@slipway/plugin-rollouts-common';
import { z } from 'zod/v3';

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

/** Arguments that name the AnalysisRun; validated by the action before. */
const ofAnalysisRun = z.object({ analysisRun: z.string() });

/** Reads what the plan of an action needs beside the Rollout. */
export async function planObjects(
  clusters: Pick<Clusters, 'get' | 'listFresh'>,
  ref: ObjectRef,
  reads: readonly PlanRead[],
  raw: RawObject,
  args: unknown,
): Promise<Objects> {
  const { cluster, namespace } = ref;
  if (reads.includes('analysisRun')) {
    const { analysisRun } = ofAnalysisRun.parse(args);
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
  const workload = reads.includes('workload') ? workloadRefOf(raw) : undefined;
  const [replicaSets, workloadObject] = await Promise.all([
    reads.includes('replicaSets')
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
