/**
 * What browser and backend share of observability: the table of queries, links
 * into other tools, ranges, the service graph.
 *
 * @packageDocumentation
 */
export * from './permissions';
export * from './queries/table';
export * from './queries/namespaceTable';
export * from './queries/latency';
export * from './queries/reading';
export * from './queries/split';
export * from './links/sources';
export * from './links/grafana';
export * from './links/kibana';
export * from './links/kql';
export * from './links/rison';
export * from './links/zipkin';
export * from './types';
export * from './routes';
export * from './range/range';
export * from './alerts';
export * from './graph/graph';
export * from './logs';
export * from './eureka';
export * from './timeline';
export * from './system';
