import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All approvals, `/approvals`. */
export const approvalsRouteRef = createRouteRef();

/** One approval, `/approvals/:id`. */
export const approvalRouteRef = createSubRouteRef({
  parent: approvalsRouteRef,
  path: '/:id',
});
