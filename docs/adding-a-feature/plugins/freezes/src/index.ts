/**
 * Freezes in the browser: the page, and the tab of a service.
 *
 * @packageDocumentation
 */
export { freezesPlugin as default } from './plugin';
