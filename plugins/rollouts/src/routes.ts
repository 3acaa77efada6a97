import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of all rollouts, `/rollouts`. */
export const rolloutsRouteRef = createRouteRef();

/** One rollout, `/rollouts/:cluster/:namespace/:name`. */
export const rolloutRouteRef = createSubRouteRef({
  parent: rolloutsRouteRef,
  path: '/:cluster/:namespace/:name',
});
