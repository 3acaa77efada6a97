import {
  RunDetail,
  runPagePath,
  RunState,
} from '@slipway/plugin-resilience-common';
import { RunningWork, WorkTone } from '@slipway/plugin-work-common';
import { WorkProvider } from '@slipway/plugin-work-node';
import { ResilienceStore } from '../database/ResilienceStore';

const WORDS: Partial<Record<RunState, string>> = {
  starting: 'starting',
  baseline: 'measuring the baseline',
  injecting: 'injecting',
  recovering: 'watching the recovery',
  stopping: 'stopping',
};

function toneOf({ problem, verdict }: RunDetail): WorkTone {
  return problem || verdict?.outcome === 'fail' ? 'degraded' : 'progressing';
}

/** The joint runs of all replicas, for the list of what runs. */
export class RunningJointRuns implements WorkProvider {
  readonly plugin = 'resilience';
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly store: Pick<ResilienceStore, 'allActive'>,
    private readonly now: () => number,
  ) {}

  async running(): Promise<RunningWork[]> {
    return (await this.store.allActive()).map(run => this.#workOf(run));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A run changed. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #workOf(run: RunDetail): RunningWork {
    const { id, title, state, entityRef, createdAt, plannedEndAt } = run;
    const from = Date.parse(createdAt);
    const length = Date.parse(plannedEndAt) - from;
    return {
      id: `resilience:${id}`,
      plugin: this.plugin,
      kind: 'joint-run',
      title,
      state: run.problem ?? WORDS[state] ?? state,
      tone: toneOf(run),
      entityRefs: [entityRef],
      places: [
        {
          cluster: run.cluster,
          namespace: run.namespace,
          workloads: [run.workload],
        },
      ],
      since: createdAt,
      until: plannedEndAt,
      ...(length > 0
        ? { progress: Math.min(1, Math.max(0, (this.now() - from) / length)) }
        : {}),
      startedBy: run.startedBy,
      path: runPagePath(id),
    };
  }
}
