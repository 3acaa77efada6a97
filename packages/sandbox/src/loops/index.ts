export { ClusterLoops, LoopError } from './ClusterLoops';
export type { ClusterLoopsOptions } from './ClusterLoops';
export { EventRecorder } from './EventRecorder';
export { Kind, Objects } from './Objects';
export type {
  ControlLoop,
  InstantQuery,
  KindName,
  LoopContext,
  LoopDefinition,
  LoopQueue,
  ObjectName,
} from './types';
