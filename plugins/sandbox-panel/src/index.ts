/**
 * The sandbox panel in the browser. It is there only where the portal looks at a sandbox.
 *
 * @packageDocumentation
 */
export { sandboxPanelFeatures as default } from './plugin';
export { sandboxRouteRef } from './routes';
