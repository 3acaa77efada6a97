export { HappeningNow } from './HappeningNow';
export { MyServices } from './MyServices';
export { NeedsAttention } from './NeedsAttention';
