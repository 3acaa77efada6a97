import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  AlertsAnswer,
  LogCursor,
  LogFilter,
  LogRange,
  LogsAnswer,
  ObservabilityView,
  ObservedPlace,
  PlaceNow,
  ServiceGraph,
  SystemView,
} from '@slipway/plugin-observability-common';

/** Which workload is meant. */
export type PlaceRef = Pick<
  ObservedPlace,
  'cluster' | 'namespace' | 'workload'
>;

/** Which lines are asked for. */
export interface LinesWanted {
  filter: LogFilter;
  range: LogRange;
  /** Where the page before ended; the newest page when absent. */
  after?: LogCursor;
}

/** The observability backend. Each call throws as `fetchJson` does. */
export interface ObservabilityApi {
  /** What of an entity can be observed, and where links lead to. */
  getView(entityRef: string): Promise<ObservabilityView>;
  /** Services of a system, where they run, and how the catalog relates them. */
  getSystem(entityRef: string): Promise<SystemView>;
  getAlerts(entityRef: string): Promise<AlertsAnswer>;
  getNow(entityRef: string, place: PlaceRef): Promise<PlaceNow>;
  getGraph(entityRef: string, place: PlaceRef): Promise<ServiceGraph>;
  /** A page of log lines, newest first. Each call is in the audit log. */
  getLogs(
    entityRef: string,
    place: PlaceRef,
    wanted: LinesWanted,
  ): Promise<LogsAnswer>;
}

export const observabilityApiRef = createApiRef<ObservabilityApi>({
  id: 'plugin.observability.api',
});
