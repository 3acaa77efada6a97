import { parseEntityRef } from '@backstage/catalog-model';
import { RunDetail, runPagePath } from '@slipway/plugin-loadtest-common';
import { RunningWork } from '@slipway/plugin-work-common';

/** Where a run stands, in words. */
export function stateInWords({ state, now, verdict }: RunDetail): string {
  const load = now ? `${now.users} of ${now.wantedUsers} users` : undefined;
  const judged =
    verdict && !verdict.final && verdict.outcome === 'fail'
      ? 'a threshold is broken'
      : undefined;
  return [state, load, judged].filter(Boolean).join(', ');
}

/** An active run as one of all that runs on services. Pure. */
export function runningWorkOf(run: RunDetail, now: Date): RunningWork {
  const { id, profile, entityRef, startedAt, durationSeconds, verdict } = run;
  const seconds = startedAt && (now.getTime() - Date.parse(startedAt)) / 1000;
  return {
    id: `loadtest:${id}`,
    plugin: 'loadtest',
    kind: 'load',
    title: `${profile} test of ${parseEntityRef(entityRef).name}`,
    state: stateInWords(run),
    tone: verdict?.outcome === 'fail' ? 'degraded' : 'progressing',
    entityRefs: [entityRef],
    places: [{ cluster: run.cluster, namespace: run.namespace }],
    since: run.createdAt,
    until: run.endsBy,
    ...(seconds
      ? { progress: Math.min(1, Math.max(0, seconds / durationSeconds)) }
      : {}),
    startedBy: run.startedBy,
    path: runPagePath(id),
  };
}
