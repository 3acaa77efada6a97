/**
 * What the tests of backend plugins share. Never imported by what is shipped.
 *
 * @packageDocumentation
 */
export { agentTools } from './testUtils/agentTools';
export type { AuditedEvent } from './audit';
export { component } from './entities';
export { groupRef, USERS, userRef } from './testUsers';
export type { Users } from './testUsers';
export type { AskedPermission, HoldsGrant } from './policy';
export { startPluginHarness } from './startPluginHarness';
export type {
  Caller,
  PluginHarness,
  PluginHarnessOptions,
} from './startPluginHarness';
export { until } from './until';
export { usersOf, usersThroughPlugins } from './users';
export type { RouteRow, RouteSample, ToolRow, Who, WhoMay } from './whoMay';
