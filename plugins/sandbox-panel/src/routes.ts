import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The sandbox panel, `/sandbox`. */
export const sandboxRouteRef = createRouteRef();

/** The page of one rollout. */
export const rolloutRouteRef = createExternalRouteRef({
  params: ['cluster', 'namespace', 'name'],
  defaultTarget: 'rollouts.rollout',
});
