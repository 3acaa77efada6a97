import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All joint runs, the tab "Joint runs" of `/resilience`. */
export const runsRouteRef = createRouteRef();

/** The launch, `/resilience/runs/launch`; the entity stands in the query. */
export const launchRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/launch',
});

/** One run, `/resilience/runs/:id`. */
export const runRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/:id',
});

/** Its report, `/resilience/runs/:id/report`. */
export const reportRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/:id/report',
});
