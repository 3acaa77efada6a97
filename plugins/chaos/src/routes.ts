import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All faults, the tab "Faults" of `/resilience`. */
export const faultsRouteRef = createRouteRef();

/** One fault, `/resilience/faults/:cluster/:namespace/:kind/:name`. */
export const faultRouteRef = createSubRouteRef({
  parent: faultsRouteRef,
  path: '/:cluster/:namespace/:kind/:name',
});

/** The launch of a fault, `/resilience/faults/launch`; the entity stands in the query. */
export const launchRouteRef = createSubRouteRef({
  parent: faultsRouteRef,
  path: '/launch',
});
