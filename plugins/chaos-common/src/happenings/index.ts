export { faultHappenings } from './happenings';
export type { FaultHappening, FaultNotice } from './happenings';
