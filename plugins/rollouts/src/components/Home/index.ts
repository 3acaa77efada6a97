export { MyServices } from './MyServices';
export { NeedsAttention } from './NeedsAttention';
