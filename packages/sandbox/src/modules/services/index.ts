import { SandboxModule } from '../types';
import { arrivalsAt } from './RequestCounts';

export { countRequestsOf } from './RequestCounts';
export type { RequestCounts } from './RequestCounts';

/**
 * The ten services as they answer real requests on loopback: what arrives there
 * is a cause in the traffic model, beside the usual traffic.
 */
export const services: SandboxModule = {
  kinds: [],
  loops: () => [],
  effects: store =>
    arrivalsAt(store).map(({ namespace, service, requestsPerSecond }) => ({
      kind: 'load' as const,
      target: { namespace, service },
      requestsPerSecond,
    })),
};
