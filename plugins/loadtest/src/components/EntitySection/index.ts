export { EntityLoadTests } from './EntityLoadTests';
