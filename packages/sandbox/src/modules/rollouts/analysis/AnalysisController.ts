import { Clock } from '@slipway/kube-sim';
import { AnalysisRun, AnalysisRunStatus, Metric } from '../analysisModel';
import { EventRecorder } from '../../../loops/EventRecorder';
import { RolloutObjects } from '../RolloutObjects';
import { stamp } from '../../../loops/time';
import { isPhaseCompleted } from '../rollouts/phase';
import {
  assessRun,
  chosenMetrics,
  isTerminating,
  nextMeasurementAt,
  resultOf,
  withMeasurement,
} from './assess';
import { measure } from './prometheus';
import { InstantQuery } from '../../../loops';
import { resolveMetric } from './templates';
import { validateMetrics } from './validation';

/** Measurements kept for each metric. */
const KEPT = 10;

export interface AnalysisControllerOptions {
  objects: RolloutObjects;
  clock: Clock;
  events: EventRecorder;
  query: InstantQuery;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
  failed(namespace: string | undefined, name: string, error: unknown): void;
}

interface Prepared {
  metrics: Metric[];
  dryRun: ReadonlySet<string>;
  /** Measurements kept, by metric. */
  kept: ReadonlyMap<string, number>;
}

/** The control loop of AnalysisRuns. Upstream: `analysis/analysis.go`, `analysis/controller.go`. */
export class AnalysisController {
  /** Runs that are being measured, by UID. */
  readonly #busy = new Set<string>();
  #stopped = false;

  constructor(private readonly options: AnalysisControllerOptions) {}

  stop(): void {
    this.#stopped = true;
  }

  sync(namespace: string | undefined, name: string): void {
    const { objects, clock } = this.options;
    const run = objects.analysisRuns.get(namespace, name);
    if (
      !run ||
      run.metadata.deletionTimestamp ||
      isPhaseCompleted(run.status.phase) ||
      this.#busy.has(run.metadata.uid)
    ) {
      return;
    }
    const prepared = this.#prepare(run);
    if (typeof prepared === 'string') {
      this.#write(run, { ...run.status, phase: 'Error', message: prepared });
      this.#tellCompleted(run, 'Error');
      return;
    }
    const now = clock.now().getTime();
    const due = isTerminating(run)
      ? []
      : prepared.metrics.filter(metric => {
          const at = nextMeasurementAt(run, metric);
          return at !== undefined && at <= now;
        });
    if (!due.length) {
      this.#assess(run, prepared);
      return;
    }
    this.#busy.add(run.metadata.uid);
    this.#measure(run, prepared, due)
      .catch(error => this.options.failed(namespace, name, error))
      .finally(() => this.#busy.delete(run.metadata.uid));
  }

  /** The metrics with their arguments, or why they cannot be measured. */
  #prepare(run: AnalysisRun): Prepared | string {
    const { metrics = [], args = [], dryRun, measurementRetention } = run.spec;
    let resolved: Metric[];
    try {
      const values = args.map(arg =>
        arg.valueFrom?.secretKeyRef ? { ...arg, value: 'secret' } : arg,
      );
      resolved = metrics.map(metric => resolveMetric(metric, values));
    } catch (error) {
      return `Unable to resolve metric arguments: ${
        error instanceof Error ? error.message : String(error)
      }`;
    }
    const wrong = validateMetrics(() => resolved);
    if (wrong) return `Analysis spec invalid: ${wrong}`;
    try {
      const dryRunMetrics = chosenMetrics(dryRun, resolved, 'dryRun');
      const retention = chosenMetrics(
        measurementRetention,
        resolved,
        'measurementRetention',
      );
      return {
        metrics: resolved,
        dryRun: new Set(dryRunMetrics.keys()),
        kept: new Map(
          [...retention].map(([name, index]): [string, number] => [
            name,
            measurementRetention?.[index].limit || KEPT,
          ]),
        ),
      };
    } catch (error) {
      return `Analysis spec invalid: ${
        error instanceof Error ? error.message : String(error)
      }`;
    }
  }

  async #measure(
    started: AnalysisRun,
    prepared: Prepared,
    due: Metric[],
  ): Promise<void> {
    const { objects, clock, query } = this.options;
    const { namespace, name, uid } = started.metadata;
    const startedAt = stamp(clock.now());
    const measured = await Promise.all(
      due.map(async metric => ({
        metric,
        outcome: await measure(metric, query),
      })),
    );
    if (this.#stopped) return;
    // The run may have been ended or deleted meanwhile.
    const run = objects.analysisRuns.get(namespace, name);
    if (!run || run.metadata.uid !== uid) return;
    const finishedAt = stamp(clock.now());
    for (const { metric, outcome } of measured) {
      const before = resultOf(run, metric.name) ?? {
        name: metric.name,
        phase: 'Running',
        ...(prepared.dryRun.has(metric.name) ? { dryRun: true } : {}),
        metadata: {
          ResolvedPrometheusQuery: metric.provider?.prometheus?.query ?? '',
        },
      };
      const after = withMeasurement(before, {
        ...outcome,
        startedAt,
        finishedAt,
      });
      run.status.metricResults = [
        ...(run.status.metricResults ?? []).filter(
          result => result.name !== metric.name,
        ),
        after,
      ];
    }
    // The order is that of the spec.
    const order = prepared.metrics.map(metric => metric.name);
    run.status.metricResults?.sort(
      (left, right) => order.indexOf(left.name) - order.indexOf(right.name),
    );
    this.#assess(run, prepared);
  }

  #assess(run: AnalysisRun, { metrics, dryRun, kept }: Prepared): void {
    const { clock, events, requeueAfter } = this.options;
    const now = clock.now();
    const assessed = assessRun(run, metrics, dryRun);
    for (const { name, phase } of assessed.ended) {
      events.record(
        run,
        'rollouts-controller',
        phase === 'Failed' || phase === 'Error' ? 'Warning' : 'Normal',
        `Metric${phase}`,
        `Metric '${name}' Completed. Result: ${phase}`,
      );
    }
    const status: AnalysisRunStatus = {
      ...run.status,
      startedAt: run.status.startedAt ?? stamp(now),
      metricResults: assessed.results.map(result => ({
        ...result,
        measurements: result.measurements?.slice(
          -(kept.get(result.name) ?? KEPT),
        ),
      })),
      runSummary: assessed.runSummary,
      dryRunSummary: assessed.dryRunSummary,
    };
    if (assessed.phase !== run.status.phase) {
      status.phase = assessed.phase;
      if (assessed.message) status.message = assessed.message;
      else delete status.message;
      if (isPhaseCompleted(assessed.phase)) status.completedAt ??= stamp(now);
    }
    const written = this.#write(run, status);
    if (isPhaseCompleted(status.phase)) {
      if (!isPhaseCompleted(run.status.phase)) {
        this.#tellCompleted(run, assessed.phase);
      }
      return;
    }
    const times = metrics
      .map(metric => nextMeasurementAt(written, metric))
      .filter((at): at is number => at !== undefined);
    if (times.length) {
      requeueAfter(
        run.metadata.namespace,
        run.metadata.name,
        Math.max(0, Math.min(...times) - now.getTime()),
      );
    }
  }

  #write(run: AnalysisRun, status: AnalysisRunStatus): AnalysisRun {
    const written = { ...run, status };
    this.options.objects.analysisRuns.updateStatus(written);
    return written;
  }

  #tellCompleted(run: AnalysisRun, phase: string): void {
    this.options.events.record(
      run,
      'rollouts-controller',
      phase === 'Failed' || phase === 'Error' ? 'Warning' : 'Normal',
      `AnalysisRun${phase}`,
      `Analysis Completed. Result: ${phase}`,
    );
  }
}
