import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { grantAnswersServiceRef } from './GrantAnswers';
import { HttpBreakGlassService } from './HttpBreakGlassService';
import { BreakGlassService } from './types';

/** Who has broken the glass, read with the calling plugin's own credentials. */
export const breakGlassServiceRef = createServiceRef<BreakGlassService>({
  id: 'slipway.break-glass',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        answers: grantAnswersServiceRef,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      factory: deps => HttpBreakGlassService.create(deps),
    }),
});
