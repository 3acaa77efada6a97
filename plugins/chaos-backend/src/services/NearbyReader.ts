import { assertError } from '@backstage/errors';
import { RunningThere, WorkloadShare } from '@slipway/plugin-chaos-common';
import { LiveCaller } from '@slipway/plugin-metrics-common';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import { RunningWork } from '@slipway/plugin-work-common';
import { Work } from '@slipway/plugin-work-node';

/** What was found, and what could not be read: one sentence each. */
interface Found<T> {
  found: T[];
  unknown: string[];
}

type Workload = Pick<WorkloadShare, 'namespace' | 'workload'>;

/** Name of a workload without its kind. */
const nameOf = ({ workload }: Workload) => workload.split(' ')[1] ?? workload;

/** Who calls workloads now, and what else runs on them. */
export class NearbyReader {
  constructor(
    private readonly options: {
      metrics: Pick<GoldenMetricsService, 'callers'>;
      work: Pick<Work, 'running'>;
    },
  ) {}

  /** Callers by the traffic that their proxies measured. */
  async callers(
    cluster: string,
    workloads: readonly Workload[],
  ): Promise<Found<LiveCaller>> {
    const answers = await Promise.all(
      workloads.map(async (each): Promise<Found<LiveCaller>> => {
        try {
          const found = await this.options.metrics.callers({
            cluster,
            namespace: each.namespace,
            deployment: nameOf(each),
          });
          return { found, unknown: [] };
        } catch (error) {
          assertError(error);
          const unknown = `Who calls ${each.workload} now is not known: ${error.message}`;
          return { found: [], unknown: [unknown] };
        }
      }),
    );
    return {
      found: answers.flatMap(({ found }) => found),
      unknown: [...new Set(answers.flatMap(({ unknown }) => unknown))],
    };
  }

  /** Canaries, load and faults on the same services or workloads, of all plugins. */
  async running(
    cluster: string,
    workloads: readonly Workload[],
    entityRefs: readonly string[],
  ): Promise<Found<RunningThere>> {
    const { work, unknown } = await this.options.work.running();
    return {
      found: work
        .filter(one => isThere(one, cluster, workloads, entityRefs))
        .map(({ kind, title, state, since, path, startedBy }) => ({
          what: kind,
          title,
          state,
          since,
          path,
          ...(startedBy ? { startedBy } : {}),
        })),
      unknown: unknown.map(
        ({ plugin, reason }) =>
          `What ${plugin} runs there is not fully known: ${reason}`,
      ),
    };
  }
}

/** In the same cluster, and on one of the services or workloads. */
function isThere(
  { entityRefs, places }: RunningWork,
  cluster: string,
  workloads: readonly Workload[],
  touched: readonly string[],
): boolean {
  const near = places.filter(place => place.cluster === cluster);
  if (near.length === 0) return false;
  return (
    entityRefs.some(ref => touched.includes(ref)) ||
    near.some(({ namespace, workloads: names = [] }) =>
      workloads.some(
        each => each.namespace === namespace && names.includes(nameOf(each)),
      ),
    )
  );
}
