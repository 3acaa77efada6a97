/**
 * Self-service environments in the browser: the list, one environment with its plan, cards of entities, a widget of Home.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
export {
  environmentsApiRef,
  type EnvironmentsApi,
} from './api/EnvironmentsApi';
export { environmentRouteRef, environmentsRouteRef } from './routes';
