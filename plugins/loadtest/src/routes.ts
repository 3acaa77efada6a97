import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All runs, the tab "Load tests" of `/resilience`. */
export const runsRouteRef = createRouteRef();

/** One run, `/resilience/load/runs/:id`. */
export const runRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/runs/:id',
});

/** The launch of a run, `/resilience/load/launch`; entity, profile and target stand in the query. */
export const launchRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/launch',
});

/** Two to five runs side by side, `/resilience/load/compare`; runs and windows stand in the query. */
export const compareRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/compare',
});
