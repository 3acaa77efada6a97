import { ObjectStore, ServiceAnswer, ServiceBackend } from '@slipway/kube-sim';
import { Objects } from '../loops';

const HTTP_PORT = 80;

/**
 * Gets an address inside of the cluster, as a pod would: `http://name.namespace:port/path`,
 * with or without `.svc.cluster.local`. Undefined when nothing answers.
 *
 * @param namespace - of who asks, for names without one
 */
export function askService(
  store: ObjectStore,
  backend: ServiceBackend,
  namespace: string,
  address: string,
): ServiceAnswer | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const [name, of = namespace] = url.hostname.split('.');
  const objects = new Objects(store);
  const service = objects.services.get(of, name);
  const selector = Object.entries(service?.spec.selector ?? {});
  if (!service || !selector.length) return undefined;
  const pods = objects.pods
    .list(of)
    .filter(
      ({ metadata, status }) =>
        !metadata.deletionTimestamp &&
        selector.every(([key, value]) => metadata.labels?.[key] === value) &&
        status.conditions?.some(
          one => one.type === 'Ready' && one.status === 'True',
        ),
    );
  if (!pods.length) return undefined;
  return backend.answer({
    service,
    pods,
    port: Number(url.port || HTTP_PORT),
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: {},
    body: '',
  });
}
