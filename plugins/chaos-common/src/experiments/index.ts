export { EXPERIMENTS, experimentOf, podLabels, startSpec } from './experiments';
export type { Experiment } from './experiments';
export { partOffer, partSeconds, partSpec } from './partOffer';
