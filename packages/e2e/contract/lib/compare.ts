import assert from 'node:assert/strict';
import {
  AnalysisRunView,
  PodView,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';
import { Printed } from './cli';

const replicaSetStatus: Record<string, string> = {
  Degraded: 'ReplicaFailure',
};

const text = (value: number | undefined) =>
  value === undefined ? undefined : String(value);

function headerOf({ core }: RolloutDetail): Record<string, string | undefined> {
  const { replicas } = core;
  return {
    Name: core.ref.name,
    Namespace: core.ref.namespace,
    Status: core.phase,
    Message: core.message || undefined,
    Strategy: { canary: 'Canary', blueGreen: 'BlueGreen', unknown: '' }[
      core.strategy
    ],
    ...(core.strategy === 'canary'
      ? {
          Step:
            core.stepIndex === undefined
              ? ''
              : `${core.stepIndex}/${core.stepCount}`,
          SetWeight: text(core.kubectlWeights?.set),
          ActualWeight: text(core.kubectlWeights?.actual),
        }
      : {}),
    'Replicas.Desired': text(replicas.desired),
    'Replicas.Current': text(replicas.current),
    'Replicas.Updated': text(replicas.updated),
    'Replicas.Ready': text(replicas.ready),
    'Replicas.Available': text(replicas.available),
  };
}

/** `✔ 3,✖ 1`: the counts that the plugin prints behind an AnalysisRun. */
function countsOf(run: AnalysisRunView): string {
  const sum = (key: 'successful' | 'failed' | 'inconclusive' | 'error') =>
    run.metrics.reduce((total, metric) => total + metric.counts[key], 0);
  return (
    [
      ['✔', sum('successful')],
      ['✖', sum('failed')],
      ['?', sum('inconclusive')],
      ['⚠', sum('error')],
    ] as const
  )
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${sign} ${count}`)
    .join(',');
}

/**
 * Slipway shows pods as `kubectl get pods` does (Kubernetes,
 * pkg/printers/internalversion/printers.go `printPod`). The plugin has a rule of
 * its own (argo-rollouts, pkg/kubectl-argo-rollouts/info/pod_info.go
 * `newPodInfo`), which knows no conditions: a gated pod is Pending, one whose
 * first container has completed and that is not ready is Running.
 */
const PLUGIN_STATUS: Record<string, string> = {
  SchedulingGated: 'Pending',
  NotReady: 'Running',
};

const pluginStatus = (pod: PodView) =>
  pod.terminating && pod.status !== 'Unknown'
    ? 'Terminating'
    : PLUGIN_STATUS[pod.status] ?? pod.status;

/**
 * `printPod` counts native sidecars in ready, total and restarts, `newPodInfo`
 * does not: with them the totals differ, and the rest cannot be compared.
 */
function countsSidecars(pod: PodView, info: readonly string[]): boolean {
  const totalOf = (ready: string | undefined) => Number(ready?.split('/')[1]);
  const printed = info.find(word => word.startsWith('ready:'));
  return totalOf(pod.ready) > totalOf(printed);
}

const sorted = (list: readonly string[]) => [...list].sort();

/**
 * Compares what Slipway derives with what the plugin prints: phase, message,
 * strategy, step, set and actual weight, replica counts; status and tags of
 * every ReplicaSet; status, readiness and restarts of every pod; phase and
 * counts of every AnalysisRun.
 */
export function assertSame(detail: RolloutDetail, printed: Printed): void {
  const { Status: withIcon = '', ...header } = printed.header;
  const shown: Record<string, string | undefined> = {
    ...header,
    Status: withIcon.replace(/^\S+ /, ''),
  };
  for (const [key, value] of Object.entries(headerOf(detail))) {
    assert.equal(
      value,
      shown[key],
      `${key}: Slipway says ${value}, the plugin prints ${shown[key]}\n${printed.text}`,
    );
  }

  assert.deepEqual(
    sorted(detail.revisions.map(revision => revision.name)),
    sorted(Object.keys(printed.replicaSets)),
    `ReplicaSets\n${printed.text}`,
  );
  for (const revision of detail.revisions) {
    const { status, info } = printed.replicaSets[revision.name];
    assert.equal(
      replicaSetStatus[revision.health] ?? revision.health,
      status,
      `Status of ${revision.name}\n${printed.text}`,
    );
    assert.deepEqual(
      sorted(revision.tags),
      sorted(info.filter(word => !word.startsWith('delay:'))),
      `Tags of ${revision.name}\n${printed.text}`,
    );
    assert.equal(
      revision.scaleDownAt !== undefined,
      info.some(word => word.startsWith('delay:')),
      `Scale-down of ${revision.name}\n${printed.text}`,
    );
  }

  assert.deepEqual(
    sorted(detail.pods.map(pod => pod.name)),
    sorted(Object.keys(printed.pods)),
    `Pods\n${printed.text}`,
  );
  for (const pod of detail.pods) {
    const { status, info } = printed.pods[pod.name];
    const words = [
      `ready:${pod.ready}`,
      ...(pod.restarts ? [`restarts:${pod.restarts}`] : []),
    ];
    assert.equal(
      pluginStatus(pod),
      status,
      `Status of pod ${pod.name}\n${printed.text}`,
    );
    if (countsSidecars(pod, info)) continue;
    assert.deepEqual(words, info, `Pod ${pod.name}\n${printed.text}`);
  }

  assert.deepEqual(
    sorted(detail.analysisRuns.map(run => run.name)),
    sorted(Object.keys(printed.analysisRuns)),
    `AnalysisRuns\n${printed.text}`,
  );
  for (const run of detail.analysisRuns) {
    const { status, info } = printed.analysisRuns[run.name];
    assert.deepEqual(
      [run.phase, countsOf(run)],
      [status, info.replace(/\s*,\s*/g, ',')],
      `AnalysisRun ${run.name}\n${printed.text}`,
    );
  }
}
