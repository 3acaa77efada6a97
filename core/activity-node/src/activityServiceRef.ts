import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpActivityService } from './HttpActivityService';
import { ActivityService } from './types';

/** The record of what happened, written with the calling plugin's own credentials. */
export const activityServiceRef = createServiceRef<ActivityService>({
  id: 'slipway.activity',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: deps => HttpActivityService.create(deps),
    }),
});
