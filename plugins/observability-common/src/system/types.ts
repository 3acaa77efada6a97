import { Environment } from '@slipway/plugin-clusters-common';
import { Reading } from '../queries/reading';
import { EdgeSource } from '../types';

/** A service of a system. */
export interface SystemService {
  entityRef: string;
  title: string;
  /** Where it runs. */
  workloads: Array<{ cluster: string; namespace: string; workload: string }>;
}

/** A namespace in which services of a system run. */
export interface SystemPlace {
  cluster: string;
  namespace: string;
  environment: Environment;
  /** Whether a Prometheus is configured for the cluster. */
  metrics: boolean;
}

/** Answer of `GET …/system`: what the catalog and the clusters know of a system. */
export interface SystemView {
  /** By their refs; only those that the reader may see. */
  services: SystemService[];
  /** Production first. */
  places: SystemPlace[];
  /** One of the services depends on another, or consumes an API that it provides. */
  relations: Array<{ from: string; to: string }>;
  /** Clusters of which nothing is known now, with the reason. */
  missing: Array<{ source: string; reason?: string }>;
}

/** A workload at one end of a call. */
export interface CallEnd {
  namespace: string;
  workload: string;
  /** The entity that owns it; absent where nobody does. */
  entityRef?: string;
}

/** Calls between two workloads, their revisions together. */
export interface Call {
  from: CallEnd;
  to: CallEnd;
  /** Requests per second. */
  requestRate: number;
  /** Share of answered requests that failed, 0 to 1; absent where none was answered. */
  failureShare?: number;
}

/** Golden metrics of a workload now. */
export interface WorkloadTraffic extends CallEnd {
  /** Requests per second. */
  requestRate: Reading;
  /** 0 to 1. */
  successRate: Reading;
}

/** An alert that fires on a workload. */
export interface FiringAlert {
  workload: string;
  name: string;
  severity?: string;
  /** ISO time since which the condition holds. */
  since?: string;
}

/** What is measured in one namespace now. */
export interface NamespaceTraffic {
  /** ISO time of asking. */
  at: string;
  /** Window of the rates, as `1m`. */
  over: string;
  workloads: WorkloadTraffic[];
  calls: Call[];
  alerts: FiringAlert[];
  /** Why nothing of the traffic is known. */
  unknown?: string;
  /** Why it is not known which alerts fire. */
  alertsUnknown?: string;
}

/** Something that is going on in a service. */
export interface Activity {
  kind: 'alert' | 'canary' | 'load' | 'fault' | 'joint-run';
  /** Where it stands, in words: `paused at step 3 of 8`. */
  words: string;
  tone: 'healthy' | 'progressing' | 'waiting' | 'degraded' | 'unknown';
  /** Its page in the portal. */
  path?: string;
}

/**
 * How a service answers. `no-traffic`: it is measured, and nobody calls it.
 * `unknown`: it is not measured, or the source did not answer. `elsewhere`: no
 * workload of it is in the namespace, and calls lead from there to it.
 */
export type SystemHealth =
  | 'healthy'
  | 'progressing'
  | 'degraded'
  | 'no-traffic'
  | 'unknown'
  | 'elsewhere';

/** A service in the graph of a system. */
export interface SystemNode {
  /** The entity ref of a service, else `namespace/workload`. */
  id: string;
  title: string;
  entityRef?: string;
  /** `namespace/workload` of each of its workloads in the namespace. */
  workloads: string[];
  /** It is called by the system or calls it, and is no part of it. */
  outside?: true;
  health: SystemHealth;
  requestRate: Reading;
  successRate: Reading;
  /** Most urgent first. */
  activities: Activity[];
}

/** Calls between two services. */
export interface SystemEdge {
  from: string;
  to: string;
  source: EdgeSource;
  requestRate?: number;
  failureShare?: number;
  /** As in the graph of one service. */
  unmeasured?: true;
}

/** The services of a system in one namespace, with what is measured and what is going on. */
export interface SystemGraph {
  /** By their ids. */
  nodes: SystemNode[];
  /** By caller and callee. */
  edges: SystemEdge[];
  /** Titles of the services of the system of which nothing is there, and which nothing there calls. */
  elsewhere: string[];
  /** Why traffic is not known: that an edge carries none is then not said. */
  unknown?: string;
}
