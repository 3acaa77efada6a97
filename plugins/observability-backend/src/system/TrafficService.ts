import { assertError } from '@backstage/errors';
import { PrometheusService } from '@slipway/plugin-metrics-node';
import {
  callsOf,
  EntityOf,
  FiringAlert,
  isAlertOf,
  NAMESPACE_QUERIES,
  NamespaceQueryId,
  NamespaceTraffic,
  Rates,
  workloadTraffic,
} from '@slipway/plugin-observability-common';
import { askProvider } from '@slipway/plugin-work-node';
import { Places } from '../services/Places';

/** Alerts that come later are not waited for. */
const ALERTS_DEADLINE_MS = 5_000;

/** What is measured in a whole namespace: seven queries, whatever the number of its workloads. */
export class TrafficService {
  constructor(
    private readonly options: {
      places: Pick<Places, 'entityOf' | 'namesIn'>;
      prometheus: Pick<
        PrometheusService,
        'has' | 'windowOf' | 'vector' | 'alerts'
      >;
      now: () => number;
    },
  ) {}

  /** Never throws: a source that is absent, slow or down is said in the answer. */
  async read(cluster: string, namespace: string): Promise<NamespaceTraffic> {
    const { places, prometheus, now } = this.options;
    const at = new Date(now()).toISOString();
    const none = { at, over: '', workloads: [], calls: [], alerts: [] };
    if (!prometheus.has(cluster)) {
      const unknown = `No Prometheus is configured for cluster ${cluster}`;
      return { ...none, unknown, alertsUnknown: unknown };
    }
    const over = prometheus.windowOf(cluster);
    const entityOf: EntityOf = (ofNamespace, workload) =>
      places.entityOf({ cluster, namespace: ofNamespace, workload });
    const [traffic, alerts] = await Promise.all([
      this.#traffic(cluster, namespace, over, entityOf),
      this.#alerts(cluster, namespace),
    ]);
    return { ...none, over, ...traffic, ...alerts };
  }

  async #traffic(
    cluster: string,
    namespace: string,
    over: string,
    entityOf: EntityOf,
  ): Promise<Partial<NamespaceTraffic>> {
    const ask = async (id: NamespaceQueryId): Promise<Rates> => {
      const vector = await this.options.prometheus.vector(
        cluster,
        NAMESPACE_QUERIES[id].build({ namespace }, over),
      );
      return vector.map(({ labels, sample }) => ({ labels, value: sample[1] }));
    };
    try {
      const [requests, responses, failures, proxies, ...calls] =
        await Promise.all([
          ask('workloadRequests'),
          ask('workloadResponses'),
          ask('workloadFailures'),
          ask('workloadProxies'),
          ask('callsRequests'),
          ask('callsResponses'),
          ask('callsFailures'),
        ]);
      return {
        workloads: workloadTraffic(
          namespace,
          { requests, responses, failures, proxies },
          entityOf,
        ),
        calls: callsOf(
          { requests: calls[0], responses: calls[1], failures: calls[2] },
          entityOf,
        ),
      };
    } catch (error) {
      assertError(error);
      return { unknown: error.message };
    }
  }

  async #alerts(
    cluster: string,
    namespace: string,
  ): Promise<Partial<NamespaceTraffic>> {
    const { places, prometheus } = this.options;
    const asked = await askProvider(
      () => prometheus.alerts(cluster),
      ALERTS_DEADLINE_MS,
    );
    if ('reason' in asked) return { alertsUnknown: asked.reason };
    const names = places.namesIn(cluster, namespace);
    return {
      alerts: asked.answer
        .filter(({ state }) => state === 'firing')
        .flatMap(({ name, labels, activeAt }) =>
          names
            .filter(workload => isAlertOf(labels, { namespace, workload }))
            .map(
              (workload): FiringAlert => ({
                workload,
                name,
                ...(labels.severity ? { severity: labels.severity } : {}),
                ...(activeAt ? { since: activeAt } : {}),
              }),
            ),
        ),
    };
  }
}
