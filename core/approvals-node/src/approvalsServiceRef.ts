import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpApprovalsService } from './HttpApprovalsService';
import { ApprovalsService } from './types';

/** How a plugin asks for approvals and uses them, with its own credentials. */
export const approvalsServiceRef = createServiceRef<ApprovalsService>({
  id: 'slipway.approvals',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: deps => HttpApprovalsService.create(deps),
    }),
});
