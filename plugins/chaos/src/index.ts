/**
 * Faults in the browser: the list, one fault, the launch, the halt, and a section on the page of a service.
 *
 * @packageDocumentation
 */
export { chaosPlugin as default } from './plugin';
export { chaosApiRef, type ChaosApi } from './api/ChaosApi';
export { faultRouteRef, faultsRouteRef, launchRouteRef } from './routes';
