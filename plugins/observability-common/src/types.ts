import { Environment } from '@slipway/plugin-clusters-common';
import { LinkSources } from './links/sources';
import { Reading } from './queries/reading';
import { SplitRow } from './queries/split';

/** A workload of an entity with what is measured of it. */
export interface ObservedPlace {
  cluster: string;
  namespace: string;
  /** Name of the Rollout or Deployment. */
  workload: string;
  kind: 'Deployment' | 'Rollout';
  environment: Environment;
  /** Whether a Prometheus is configured for the cluster. */
  metrics: boolean;
  /** Whether a log store is configured for the cluster. */
  logs: boolean;
  /** Of a Rollout: the hash of its stable revision. */
  stable?: string;
  /** While a canary is under way: the hash of its revision. */
  canary?: string;
  /** ISO time at which the newest revision was made; absent where it is not known. */
  releasedAt?: string;
}

/** Answer of `GET …/view`: what of an entity can be observed, and where links lead to. */
export interface ObservabilityView {
  /** By cluster, namespace and name. */
  places: ObservedPlace[];
  /** Clusters of which nothing is known now, with the reason. */
  missing: Array<{ source: string; reason?: string }>;
  links: LinkSources;
}

/** A revision, or the whole workload. */
export type Side = 'all' | 'stable' | 'canary';

/** What is measured of a side beside its golden metrics. */
export interface SideFigures {
  side: Side;
  tcpConnections: Reading;
  tcpRead: Reading;
  tcpWrite: Reading;
  mtlsShare: Reading;
}

/** A route with its figures; undefined where the answer to a query lacks it. */
export interface RouteRow {
  route: string;
  kind: 'HTTPRoute' | 'ServiceProfile';
  requestRate: number;
  /** Requests per second that failed. */
  failureRate: number;
  /** Seconds, as `histogram_quantile` gives it; see `saidLatency`. Not of ServiceProfiles. */
  latencyP95?: number;
  retryRate?: number;
}

/** Answer of `GET …/now`: figures of one place now. */
export interface PlaceNow {
  /** ISO time of asking. */
  at: string;
  /** Window of the rates, as `1m`. */
  over: string;
  sides: SideFigures[];
  /** Routes on its Service, busiest first; or why they are not known. */
  routes: RouteRow[] | { unknown: string };
  /** Wanted against seen traffic split; absent where its traffic has no HTTPRoute. */
  split?: { route: string; rows: SplitRow[]; unknown?: string };
}

/** A service in the graph. */
export interface GraphNode {
  /** `namespace/workload` of one that is measured, else the entity ref. */
  id: string;
  title: string;
  namespace?: string;
  workload?: string;
  /** The catalog entity; absent where nobody claims the workload. */
  entityRef?: string;
}

/** Who knows of an edge. */
export type EdgeSource =
  /** The catalog says so, and there is traffic. */
  | 'both'
  /** There is traffic, and the catalog lacks the relation. */
  | 'traffic'
  /** The catalog says so, and there is no traffic. */
  | 'catalog';

/** Calls of one service to another. */
export interface GraphEdge {
  from: string;
  to: string;
  source: EdgeSource;
  /** Requests per second; absent where there are none. */
  requestRate?: number;
  /** Share of answered requests that failed, 0 to 1. */
  failureShare?: number;
  /** The proxy of the caller, which counts its calls, is not scraped: without a figure nothing is known of them. */
  unmeasured?: true;
}

/** Answer of `GET …/graph`: an entity in one place with its callers and callees. */
export interface ServiceGraph {
  /** Id of the node in the middle. */
  centre: string;
  at: string;
  over: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Why traffic is not known; edges are then of the catalog alone, and that they have no traffic is not said. */
  unknown?: string;
}

/** An alert on a service. */
export interface ServiceAlert {
  cluster: string;
  name: string;
  state: 'firing' | 'pending';
  /** As the rule labels it: `critical`. */
  severity?: string;
  summary?: string;
  /** ISO time since which the condition holds. */
  since?: string;
  /** PromQL of the rule. */
  query: string;
  labels: Record<string, string>;
}

/** Answer of `GET …/alerts`. */
export interface AlertsAnswer {
  /** Firing first, oldest first. */
  alerts: ServiceAlert[];
  missing: Array<{ source: string; reason?: string }>;
}
