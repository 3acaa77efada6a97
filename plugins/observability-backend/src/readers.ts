/**
 * What reads Eureka and log stores, for those that hold it against real ones.
 *
 * @packageDocumentation
 */
export { RegistryReader } from './eureka/RegistryReader';
export { LogsService } from './logs/LogsService';
export type { ClusterSources, EurekaSource, LogsSource } from './sources';
