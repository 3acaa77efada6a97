export { faultLane } from './faultLane';
export type { KnownFault } from './faultLane';
