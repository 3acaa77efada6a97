/**
 * One runner that executes every user action: on objects of a cluster, for an
 * entity in a place, and on things of the portal itself.
 *
 * @packageDocumentation
 */
export { ActionRunner } from './ActionRunner';
export type {
  ActionCommand,
  ActionRunnerOptions,
  ActionSubject,
  ActionWriter,
  Acting,
  AskAnswer,
  AskCommand,
  Loaded,
  Owner,
  Place,
  RunAnswer,
  TouchedObject,
  UserCredentials,
} from './types';
export { OF_THE_PORTAL } from './types';
export { objectSubject } from './subjects/objectSubject';
export type { ObjectSubject, RawObject } from './subjects/objectSubject';
export { entitySubject, ownerOfEntity } from './subjects/entitySubject';
export type {
  EntityPlaceRef,
  EntitySubject,
  PartPlaceRef,
} from './subjects/entitySubject';
export { portalSubject } from './subjects/portalSubject';
export type { PortalSubject } from './subjects/portalSubject';
export { clusterWriter } from './clusterWriter';
export type { ClusterResult } from './clusterWriter';
export { ownerOfBound } from './owner';
export { GrantReader } from './GrantReader';
export type { ObjectAccess, SubjectAccess } from './ActionAuthority';
export { actionChecksServiceRef } from './checks/actionChecksServiceRef';
export type {
  ActionCheck,
  ActionChecks,
  CheckAnswer,
  CheckedAction,
} from './checks/types';
export { createActionRouter } from './createActionRouter';
export { registerAgentTools } from './registerAgentTools';
export type { ActionsRegistry } from './registerAgentTools';
export { describedApiServiceRef } from './openapi/describedApiServiceRef';
export type { DescribedApi } from './openapi/describedApiServiceRef';
export type { ApiWords, DescribedAction, RouteWords } from './openapi/types';
