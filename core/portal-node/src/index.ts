// First: it holds for expressions that are compiled later.
import './regexFallback';

export { portalLoader as default } from './portalLoader';
export { surviveLostOutput } from './process/surviveLostOutput';
export { describeStartFailure } from './startFailure';
