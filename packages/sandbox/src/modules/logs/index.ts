/**
 * Logs as an Elasticsearch with Filebeat's documents has them, made of what the
 * traffic model counted: no kind of the clusters, so no module of `MODULES`.
 */
export { createLogsServer } from './LogsServer';
export type { LoggedCluster } from './documents';
