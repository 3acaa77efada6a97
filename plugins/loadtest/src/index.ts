/**
 * Load tests in the browser: the list, a run, the launch, and a section on the page of a service.
 *
 * @packageDocumentation
 */
export { loadtestPlugin as default } from './plugin';
export { loadtestApiRef, type LoadtestApi } from './api/LoadtestApi';
export { launchRouteRef, runRouteRef, runsRouteRef } from './routes';
