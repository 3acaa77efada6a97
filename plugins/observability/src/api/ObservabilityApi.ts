import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  AlertsAnswer,
  ObservabilityView,
  ObservedPlace,
  PlaceNow,
  ServiceGraph,
} from '@slipway/plugin-observability-common';

/** Which workload is meant. */
export type PlaceRef = Pick<
  ObservedPlace,
  'cluster' | 'namespace' | 'workload'
>;

/** The observability backend. Each call throws as `fetchJson` does. */
export interface ObservabilityApi {
  /** What of an entity can be observed, and where links lead to. */
  getView(entityRef: string): Promise<ObservabilityView>;
  getAlerts(entityRef: string): Promise<AlertsAnswer>;
  getNow(entityRef: string, place: PlaceRef): Promise<PlaceNow>;
  getGraph(entityRef: string, place: PlaceRef): Promise<ServiceGraph>;
}

export const observabilityApiRef = createApiRef<ObservabilityApi>({
  id: 'plugin.observability.api',
});
