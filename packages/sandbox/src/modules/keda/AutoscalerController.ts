import { canonicalQuantity, Clock } from '@slipway/kube-sim';
import { isDeepStrictEqual } from 'node:util';
import { ControlLoop, EventRecorder, Kind } from '../../loops';
import { Deployment } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { stamp } from '../../loops/time';
import { Hpa, HpaStatus, MetricSpec } from './model';
import { decide, proposalOf } from './scaling';

/** `--horizontal-pod-autoscaler-sync-period`, ms; also before the first look. */
const PERIOD = 15_000;
/** How long what was wanted or done can matter: the longest window of a rule, ms. */
const REMEMBERED = 3_600_000;
const COMPONENT = 'horizontal-pod-autoscaler';

export interface AutoscalerControllerOptions {
  kind: Kind<Hpa>;
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  /** The value of an external metric. @throws Error when nobody knows it */
  metric(namespace: string | undefined, metric: MetricSpec): number;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** What an autoscaler keeps between two looks. */
interface Memory {
  due: number;
  wanted: Array<{ at: number; count: number }>;
  changes: Array<{ at: number; by: number }>;
}

interface News {
  type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
  status: 'True' | 'False';
  reason: string;
  message: string;
}

const FOUND: News = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};
const AT_ZERO: News = {
  type: 'ScalingActive',
  status: 'False',
  reason: 'ScalingDisabled',
  message: 'scaling is disabled since the replica count of the target is zero',
};

/** The selector of an external metric, as Go writes it. */
function selectorText({ external }: MetricSpec): string {
  const labels = Object.entries(external?.metric.selector?.matchLabels ?? {})
    .map(([key, value]) => `${key}: ${value},`)
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{},}`;
}

/** A number as a quantity in thousandths, rounded up. */
const quantity = (value: number) =>
  canonicalQuantity(`${Math.ceil(value * 1000)}m`);

const SUFFIXES: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};

/** The number of a quantity that {@link quantity} or KEDA wrote. */
function numberOf(text: string): number {
  const factor = SUFFIXES[text.slice(-1)];
  return factor === undefined
    ? Number(text)
    : Number(text.slice(0, -1)) * factor;
}

/** What the metrics of an autoscaler want. */
interface Proposal {
  count: number;
  metric: string;
}

/**
 * The autoscaler of Kubernetes for Deployments and external metrics with a
 * value for each pod, which is what KEDA asks of it.
 *
 * @see pkg/controller/podautoscaler/horizontal.go of Kubernetes
 */
export class AutoscalerController implements ControlLoop {
  /** By UID. */
  readonly #memory = new Map<string, Memory>();

  constructor(private readonly options: AutoscalerControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind, clock, requeueAfter } = this.options;
    const hpa = kind.get(namespace, name);
    if (!hpa || hpa.metadata.deletionTimestamp) return;
    const now = clock.now().getTime();
    const memory = this.#memoryOf(hpa, now);
    if (memory.due > now) {
      requeueAfter(namespace, name, memory.due - now);
      return;
    }
    memory.due = now + PERIOD;
    requeueAfter(namespace, name, PERIOD);
    this.#look(hpa, memory, now);
  }

  #memoryOf({ metadata: { uid } }: Hpa, now: number): Memory {
    const known = this.#memory.get(uid);
    if (known) return known;
    const fresh = { due: now + PERIOD, wanted: [], changes: [] };
    this.#memory.set(uid, fresh);
    return fresh;
  }

  /** `reconcileAutoscaler` */
  #look(hpa: Hpa, memory: Memory, now: number): void {
    const { objects, events } = this.options;
    const {
      scaleTargetRef: to,
      minReplicas: min = 1,
      maxReplicas: max,
    } = hpa.spec;
    const target =
      to.kind === 'Deployment'
        ? objects.deployments.get(hpa.metadata.namespace, to.name)
        : undefined;
    if (!target) {
      const why = `${to.kind.toLocaleLowerCase('en-US')}s.apps "${
        to.name
      }" not found`;
      events.record(hpa, COMPONENT, 'Warning', 'FailedGetScale', why);
      this.#write(hpa, {}, [
        {
          type: 'AbleToScale',
          status: 'False',
          reason: 'FailedGetScale',
          message: `the HPA controller was unable to get the target's current scale: ${why}`,
        },
      ]);
      return;
    }
    const current = target.spec.replicas ?? 1;
    if (!memory.wanted.length) memory.wanted.push({ at: now, count: current });
    const rescale = (count: number, reason: string) =>
      this.#rescale(hpa, memory, target, { count, reason, now });
    if (current === 0) {
      this.#write(hpa, { currentReplicas: 0, desiredReplicas: 0 }, [
        FOUND,
        AT_ZERO,
      ]);
    } else if (current > max) {
      rescale(max, 'Current number of replicas above Spec.MaxReplicas');
    } else if (current < min) {
      rescale(min, 'Current number of replicas below Spec.MinReplicas');
    } else {
      this.#byMetrics(hpa, memory, target, now);
    }
  }

  #byMetrics(hpa: Hpa, memory: Memory, target: Deployment, now: number): void {
    const current = target.spec.replicas ?? 1;
    const running = target.status.replicas ?? 0;
    const { proposal, currentMetrics, failure } = this.#propose(hpa, running);
    // With a metric missing there is no scaling in.
    if (!proposal || (failure && proposal.count < current)) {
      const { desiredReplicas = 0 } = hpa.status;
      this.#write(hpa, { currentReplicas: current, desiredReplicas }, [
        FOUND,
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetExternalMetric',
          message: `the HPA was unable to compute the replica count: ${failure}`,
        },
      ]);
      return;
    }
    const decision = decide({
      current,
      proposal: proposal.count,
      min: hpa.spec.minReplicas ?? 1,
      max: hpa.spec.maxReplicas,
      behavior: hpa.spec.behavior,
      wanted: memory.wanted,
      changes: memory.changes,
      now,
    });
    memory.wanted = [
      ...memory.wanted.filter(({ at }) => at > now - REMEMBERED),
      { at: now, count: proposal.count },
    ];
    const { isLimited, ...limited } = decision.limited;
    const conditions: News[] = [
      { type: 'AbleToScale', status: 'True', ...decision.able },
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message: `the HPA was able to successfully calculate a replica count from ${proposal.metric}`,
      },
      {
        type: 'ScalingLimited',
        status: isLimited ? 'True' : 'False',
        ...limited,
      },
    ];
    if (decision.replicas === current) {
      this.#write(
        hpa,
        { currentReplicas: current, desiredReplicas: current, currentMetrics },
        conditions,
      );
      return;
    }
    const reason =
      proposal.count > current
        ? `${proposal.metric} above target`
        : 'All metrics below target';
    this.#rescale(
      hpa,
      memory,
      target,
      { count: decision.replicas, reason, now },
      currentMetrics,
      conditions,
    );
  }

  /** `computeReplicasForMetrics` */
  #propose(
    hpa: Hpa,
    running: number,
  ): {
    proposal?: Proposal;
    currentMetrics: NonNullable<HpaStatus['currentMetrics']>;
    failure?: string;
  } {
    const { metric: read, events } = this.options;
    const currentMetrics: NonNullable<HpaStatus['currentMetrics']> = [];
    let proposal: Proposal | undefined;
    let failure: string | undefined;
    for (const spec of hpa.spec.metrics ?? []) {
      const average = spec.external?.target.averageValue;
      if (!spec.external || !average) {
        failure ??= `the sandbox knows external metrics with an average value only, not ${spec.type}`;
        continue;
      }
      const { name } = spec.external.metric;
      try {
        const value = read(hpa.metadata.namespace, spec);
        const count = proposalOf(value, numberOf(average), running);
        if (!proposal || count > proposal.count) {
          proposal = {
            count,
            metric: `external metric ${name}(${selectorText(spec)})`,
          };
        }
        const each = quantity(running ? value / running : 0);
        currentMetrics.push({
          type: 'External',
          external: {
            metric: spec.external.metric,
            current: { averageValue: each },
          },
        });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const text = `unable to get external metric ${
          hpa.metadata.namespace
        }/${name}/${selectorText(
          spec,
        )}: unable to fetch metrics from external metrics API: ${why}`;
        events.record(
          hpa,
          COMPONENT,
          'Warning',
          'FailedGetExternalMetric',
          text,
        );
        failure ??= text;
      }
    }
    return { proposal, currentMetrics, failure };
  }

  #rescale(
    hpa: Hpa,
    memory: Memory,
    target: Deployment,
    { count, reason, now }: { count: number; reason: string; now: number },
    currentMetrics: HpaStatus['currentMetrics'] = [],
    conditions: News[] = [],
  ): void {
    const { objects, events } = this.options;
    const current = target.spec.replicas ?? 1;
    objects.deployments.update({
      ...target,
      spec: { ...target.spec, replicas: count },
    });
    events.record(
      hpa,
      COMPONENT,
      'Normal',
      'SuccessfulRescale',
      `New size: ${count}; reason: ${reason}`,
    );
    memory.changes = [
      ...memory.changes.filter(({ at }) => at > now - REMEMBERED),
      { at: now, by: count - current },
    ];
    this.#write(
      hpa,
      {
        currentReplicas: current,
        desiredReplicas: count,
        lastScaleTime: stamp(new Date(now)),
        currentMetrics,
      },
      [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'SucceededRescale',
          message: `the HPA controller was able to update the target scale to ${count}`,
        },
        ...conditions.filter(({ type }) => type !== 'AbleToScale'),
      ],
    );
  }

  #write(hpa: Hpa, change: HpaStatus, news: readonly News[]): void {
    const now = stamp(this.options.clock.now());
    const before = hpa.status.conditions ?? [];
    const changed = news.map(one => {
      const old = before.find(({ type }) => type === one.type);
      return {
        ...one,
        lastTransitionTime:
          old?.status === one.status ? old.lastTransitionTime : now,
      };
    });
    const kept = before.map(
      old => changed.find(({ type }) => type === old.type) ?? old,
    );
    const added = changed.filter(
      one => !before.some(({ type }) => type === one.type),
    );
    const { lastScaleTime } = hpa.status;
    const status: HpaStatus = {
      ...(lastScaleTime ? { lastScaleTime } : {}),
      ...change,
      conditions: [...kept, ...added],
    };
    if (isDeepStrictEqual(hpa.status, status)) return;
    this.options.kind.updateStatus({ ...hpa, status });
  }
}
