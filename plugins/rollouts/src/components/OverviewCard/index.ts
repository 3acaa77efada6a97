export { RolloutsOverviewCard } from './RolloutsOverviewCard';
