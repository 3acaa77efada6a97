export { EntityRolloutsTab } from './EntityRolloutsTab';
