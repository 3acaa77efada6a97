export { GoldenMetricsCard } from './GoldenMetricsCard';
export { RolloutsOverviewCard } from './RolloutsOverviewCard';
export { SystemServicesCard } from './SystemServicesCard';
export { PlaceRollouts } from './PlaceRollouts';
