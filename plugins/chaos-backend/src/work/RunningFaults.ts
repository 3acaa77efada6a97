import { ServiceUnavailableError } from '@backstage/errors';
import {
  ChaosObject,
  FaultRow,
  faultPagePath,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { RunningWork, WorkPlace, WorkTone } from '@slipway/plugin-work-common';
import { WorkParts, WorkProvider } from '@slipway/plugin-work-node';
import { FaultsService, keyOf } from '../services/FaultsService';
import { TargetPods, TargetPodsReader } from './TargetPods';
import { touchedEntities } from './touchedEntities';

function toneOf({ state, problem }: FaultRow): WorkTone {
  if (problem?.severity === 'error') return 'degraded';
  return state === 'paused' ? 'paused' : 'progressing';
}

/** Share of its duration that is over; undefined without an end. */
function progressOf({ createdAt, endsAt }: FaultRow, now: number) {
  if (endsAt === undefined) return undefined;
  const from = Date.parse(createdAt);
  const length = Date.parse(endsAt) - from;
  return length > 0
    ? Math.min(1, Math.max(0, (now - from) / length))
    : undefined;
}

/** What Chaos Mesh runs in all clusters: every fault and Workflow that has not ended. A Schedule alone disturbs nothing. */
export class RunningFaults implements WorkProvider {
  readonly plugin = 'chaos';
  readonly #targets: TargetPodsReader;

  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'listFresh'>;
      faults: FaultsService;
      owners: Pick<Owners, 'bind'>;
      now?: () => number;
    },
    readonly parts: WorkParts,
  ) {
    this.#targets = new TargetPodsReader(options.clusters);
  }

  /** @throws ServiceUnavailableError when no cluster has answered yet */
  async running(): Promise<RunningWork[]> {
    const { faults } = this.options;
    const freshness = faults.freshness();
    if (
      freshness.length > 0 &&
      freshness.every(({ state }) => state === 'connecting')
    ) {
      throw new ServiceUnavailableError('No cluster has answered yet.');
    }
    const running = faults.objects().flatMap(({ cluster, object }) => {
      const row = faults.rowOf(cluster, object);
      return row && row.ref.kind !== 'Schedule' && row.state !== 'finished'
        ? [{ row, object }]
        : [];
    });
    this.#targets.keep(new Set(running.map(({ row }) => row.uid)));
    return Promise.all(
      running.map(({ row, object }) => this.#work(row, object)),
    );
  }

  /** Clusters whose faults are not current, one sentence each. */
  lacking(): string[] {
    return this.options.faults
      .freshness()
      .filter(({ state }) => state !== 'live' && state !== 'not-installed')
      .map(({ source, state, reason }) => {
        const since = state === 'stale' ? ' as they were before' : '';
        return `Faults of ${source} are not known now${since}: ${
          reason ?? state
        }`;
      });
  }

  onChange(listener: () => void): () => void {
    return this.options.faults.subscribe(() => listener());
  }

  async #work(row: FaultRow, object: ChaosObject): Promise<RunningWork> {
    const { now = Date.now } = this.options;
    const { ref } = row;
    const targets = await this.#targets.of(ref.cluster, object);
    const progress = progressOf(row, now());
    return {
      id: `chaos:${keyOf(ref.cluster, row.uid)}`,
      plugin: this.plugin,
      kind: 'fault',
      title: `${ref.kind} ${ref.name}: ${row.effect}`,
      state: targets.unread
        ? `${row.stateText} Its pods cannot be read, so other services that it disturbs are not known.`
        : row.stateText,
      tone: toneOf(row),
      entityRefs: touchedEntities(this.options.owners, row, targets),
      places: placesOf(row, targets),
      since: row.createdAt,
      ...(row.endsAt ? { until: row.endsAt } : {}),
      ...(progress === undefined ? {} : { progress }),
      ...(row.startedBy ? { startedBy: row.startedBy } : {}),
      path: faultPagePath(ref),
    };
  }
}

/** The namespaces of the pods with their workloads; that of the fault while it has no targets. */
function placesOf({ ref }: FaultRow, { pods }: TargetPods): WorkPlace[] {
  const places = new Map<string, Set<string>>();
  for (const { metadata, workload } of pods) {
    const namespace = metadata.namespace ?? '';
    const names = places.get(namespace) ?? new Set<string>();
    names.add(workload?.split(' ')[1] ?? metadata.name);
    places.set(namespace, names);
  }
  const { cluster, namespace } = ref;
  if (places.size === 0) return [{ cluster, namespace }];
  return [...places].map(([each, workloads]) => ({
    cluster,
    namespace: each,
    workloads: [...workloads],
  }));
}
