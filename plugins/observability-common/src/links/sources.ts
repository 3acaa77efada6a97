/** A Grafana that links lead to. */
export interface GrafanaSource {
  /** What the annotation `grafana/host-id` names it by. */
  id: string;
  /** Absolute, without a slash at its end. */
  baseUrl: string;
  orgId: number;
  /** Data source of each cluster's Prometheus, for Explore. */
  datasources: Record<string, string>;
  /** The dashboard of services, unless the entity names one. */
  dashboard?: GrafanaDashboard;
}

/** A dashboard with the names of its variables. */
export interface GrafanaDashboard {
  uid: string;
  slug?: string;
  /** Name of the variable that takes each of these; those that are not named are left out. */
  variables: Partial<Record<LinkVariable, string>>;
}

/** What a dashboard may want to know. */
export type LinkVariable = 'cluster' | 'namespace' | 'workload' | 'revision';

/** The Kibana that links lead to. */
export interface KibanaSource {
  baseUrl: string;
  /** Space; the default one has none. */
  space?: string;
  dataViewId: string;
  /** Fields of the log lines. */
  fields: {
    cluster?: string;
    namespace: string;
    workload: string;
    revision: string;
  };
}

/** The Zipkin that links lead to. */
export interface ZipkinSource {
  /** Where its pages start: `https://zipkin.example.com/zipkin`. */
  baseUrl: string;
}

/** Where links of an entity lead to; what is not configured is absent. */
export interface LinkSources {
  grafana?: GrafanaSource;
  kibana?: KibanaSource;
  zipkin?: ZipkinSource;
  /** Why an annotation of the entity is not followed, in a sentence each. */
  problems: string[];
}

/** What a link is about. */
export interface LinkSubject {
  cluster: string;
  namespace: string;
  workload: string;
  /** `rollouts-pod-template-hash` of one revision. */
  revision?: string;
}

/** A fixed range, in ms since the epoch. */
export interface LinkRange {
  from: number;
  to: number;
}
