export { edgeHttpRouter } from './httpRouter';
export { configureRoot } from './rootHttpRouter';
