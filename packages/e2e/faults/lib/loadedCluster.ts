import { Api } from '../../contract/lib/api';
import { at, isRecord, Json } from '../../contract/lib/json';
import { readKubeconfig } from '../../contract/lib/target';
import { NAMESPACE } from './runKinds';

const RUN_LABEL = 'slipway.io/load-run';
const FAULTS = '/apis/chaos-mesh.org/v1alpha1';
/** What a load test consists of, the Job that owns the rest first. */
const LISTS = [
  ['/apis/batch/v1', 'jobs'],
  ['/apis/apps/v1', 'deployments'],
  ['/api/v1', 'pods'],
  ['/api/v1', 'services'],
  ['/api/v1', 'configmaps'],
  ['/apis/networking.k8s.io/v1', 'networkpolicies'],
  ['/apis/keda.sh/v1alpha1', 'scaledobjects'],
];

const isTrue = (object: Json, type: string) => {
  const conditions = at(object, 'status', 'conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some(one => at(one, 'type') === type && one.status === 'True')
  );
};

/** What the API server says of faults and load tests, past the portal. */
export class LoadedCluster {
  readonly #api: Api;

  constructor(kubeconfig: string) {
    this.#api = new Api(readKubeconfig(kubeconfig));
  }

  async #get(base: string, rest: string): Promise<Json> {
    const path = `${base}/namespaces/${NAMESPACE}/${rest}`;
    const { status, json, text } = await this.#api.raw({ method: 'GET', path });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json;
  }

  async #list(base: string, plural: string): Promise<Json[]> {
    const { items } = await this.#get(base, plural);
    return Array.isArray(items) ? items.filter(isRecord) : [];
  }

  /** Names of the faults that have such a condition. */
  async faults(condition: 'AllInjected' | 'AllRecovered'): Promise<unknown[]> {
    return (await this.#list(FAULTS, 'networkchaos'))
      .filter(one => isTrue(one, condition))
      .map(one => at(one, 'metadata', 'name'));
  }

  /** Users of the last sample of a run; undefined before there is one. */
  async users(run: string): Promise<unknown> {
    const path = `services/load-${run}:8089/proxy/slipway/v1/status?since=0`;
    const { samples } = await this.#get('/api/v1', path).catch(
      (): Json => ({}),
    );
    return Array.isArray(samples) ? samples.at(-1)?.users : undefined;
  }

  /** Whether the cluster deletes all of a run by itself: the Job has a time for it, and owns the rest. */
  async goesByItself(run: string): Promise<boolean> {
    const { spec } = await this.#get('/apis/batch/v1', `jobs/load-${run}`);
    const owned = await Promise.all(
      LISTS.slice(1).map(([base, plural]) => this.#list(base, plural)),
    );
    return (
      Number(at(spec, 'ttlSecondsAfterFinished')) > 0 &&
      owned
        .flat()
        .filter(one => at(one, 'metadata', 'labels', RUN_LABEL) === run)
        .every(one => at(one, 'metadata', 'ownerReferences', 0))
    );
  }

  /** What there is of load tests, and faults that may disturb a pod. */
  async left(): Promise<string[]> {
    const faults = await this.#list(FAULTS, 'networkchaos');
    const loads = await Promise.all(
      LISTS.map(([base, plural]) => this.#list(base, plural)),
    );
    return [
      ...faults.filter(one => !isTrue(one, 'AllRecovered')),
      ...loads.flat().filter(one => at(one, 'metadata', 'labels', RUN_LABEL)),
    ].map(one => `${one.kind} ${at(one, 'metadata', 'name')}`);
  }

  close() {
    this.#api.close();
  }
}
