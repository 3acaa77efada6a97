/**
 * The backend of break-glass.
 *
 * @packageDocumentation
 */
export { breakGlassPlugin as default } from './plugin';
