/**
 * One runner that executes every user action on objects of a cluster.
 *
 * @packageDocumentation
 */
export { ActionRunner } from './ActionRunner';
export type {
  ActionCommand,
  ActionRunnerOptions,
  ObjectActionAnswer,
  ObjectActionTypes,
  ObjectSubject,
  RawObject,
} from './ActionRunner';
export type { ObjectAccess } from './ActionAuthority';
export { createActionRouter } from './createActionRouter';
export { registerAgentTools } from './registerAgentTools';
export type { ActionsRegistry } from './registerAgentTools';
