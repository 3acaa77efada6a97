import { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';

/** What everybody reads who asks the proxy; the pages of the portal show it too. */
export const PROXY_IS_CLOSED =
  "The Kubernetes proxy is closed in this portal: it would act with the portal's own credentials, whoever asks.";

/**
 * The routes of plugin-kubernetes, except that `/proxy` refuses everybody.
 *
 * The policy denies `kubernetes.proxy` to every user, but no policy is asked
 * about service principals, nor about anybody where permissions are off.
 */
export function closedProxy(
  routes: express.Router,
  auditor: AuditorService,
): express.Router {
  const router = Router();
  router.use('/proxy', async request => {
    const event = await auditor.createEvent({
      eventId: 'cluster-fetch',
      severityLevel: 'medium',
      request,
      meta: { queryType: 'proxy', method: request.method, path: request.path },
    });
    const error = new NotAllowedError(PROXY_IS_CLOSED);
    await event.fail({ error });
    throw error;
  });
  router.use(routes);
  return router;
}
