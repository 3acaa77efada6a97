import { Api } from '../../contract/lib/api';
import { at, isRecord, Json } from '../../contract/lib/json';
import { NAMESPACE } from './runKinds';

const FAULTS = ['/apis/chaos-mesh.org/v1alpha1', 'networkchaos'] as const;
/** What a load test consists of. */
const PARTS = [
  ['/apis/batch/v1', 'jobs'],
  ['/apis/apps/v1', 'deployments'],
  ['/api/v1', 'pods'],
  ['/api/v1', 'services'],
  ['/api/v1', 'configmaps'],
  ['/apis/networking.k8s.io/v1', 'networkpolicies'],
  ['/apis/keda.sh/v1alpha1', 'scaledobjects'],
] as const;

const hasCondition = (object: Json, type: string) => {
  const conditions = at(object, 'status', 'conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some(one => at(one, 'type') === type && one.status === 'True')
  );
};

/** What the API server says of faults and load tests, past the portal. */
export class LoadedCluster {
  constructor(private readonly api: Api) {}

  async #get(base: string, rest: string): Promise<Json> {
    const path = `${base}/namespaces/${NAMESPACE}/${rest}`;
    const { status, json, text } = await this.api.raw({ method: 'GET', path });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return json;
  }

  async #list([base, plural]: readonly [string, string]): Promise<Json[]> {
    const { items } = await this.#get(base, plural);
    return Array.isArray(items) ? items.filter(isRecord) : [];
  }

  /** Whether a fault is now `AllInjected` or `AllRecovered`. */
  async isFault(name: string, condition: string): Promise<boolean> {
    return (await this.#list(FAULTS)).some(
      one =>
        at(one, 'metadata', 'name') === name && hasCondition(one, condition),
    );
  }

  /** Users of the last sample of a run; undefined before there is one. */
  async users(run: string): Promise<unknown> {
    const path = `services/load-${run}:8089/proxy/slipway/v1/status?since=0`;
    const status = await this.#get('/api/v1', path).catch((): Json => ({}));
    const { samples } = status;
    return Array.isArray(samples) ? samples.at(-1)?.users : undefined;
  }

  /** What there is of load tests, and faults that may disturb a pod. */
  async left(): Promise<Json[]> {
    const faults = await this.#list(FAULTS);
    const parts = await Promise.all(PARTS.map(each => this.#list(each)));
    const ofRun = (one: Json) =>
      at(one, 'metadata', 'labels', 'slipway.io/load-run') !== undefined;
    return [
      ...faults.filter(one => !hasCondition(one, 'AllRecovered')),
      ...parts.flat().filter(ofRun),
    ];
  }
}
