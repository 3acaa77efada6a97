export * from './names';
export * from './launch';
export { deleteFault, faultActions } from './faultActions';
export type { FaultSubject, FaultTypes } from './faultActions';
export { haltActions, haltProgress } from './halt';
export type { HaltTypes, HaltWrite } from './halt';
