import { createRouteRef } from '@backstage/frontend-plugin-api';

/** Findings of all services, `/security`. */
export const fleetRouteRef = createRouteRef();
