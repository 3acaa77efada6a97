import { DefaultHttpAuthService } from '@backstage/backend-defaults/httpAuth';
import {
  BackstageCredentials,
  BackstagePrincipalTypes,
  coreServices,
  createServiceFactory,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Request, Response } from 'express';
import { FairRequests } from './FairRequests';

/** Backstage's own service, with a turn for each request whose user it has verified. */
class FairHttpAuth implements HttpAuthService {
  constructor(
    private readonly inner: HttpAuthService,
    private readonly fair: FairRequests,
  ) {}

  async credentials<TAllowed extends keyof BackstagePrincipalTypes = 'unknown'>(
    req: Request,
    options?: { allow?: Array<TAllowed>; allowLimitedAccess?: boolean },
  ): Promise<BackstageCredentials<BackstagePrincipalTypes[TAllowed]>> {
    const credentials = await this.inner.credentials(req, options);
    await this.fair.admitVerified(req, credentials);
    return credentials;
  }

  issueUserCookie(
    res: Response,
    options?: { credentials?: BackstageCredentials },
  ): Promise<{ expiresAt: Date }> {
    return this.inner.issueUserCookie(res, options);
  }
}

/** The `httpAuth` of all plugins. */
export function fairHttpAuth(fair: FairRequests) {
  return createServiceFactory({
    service: coreServices.httpAuth,
    deps: {
      auth: coreServices.auth,
      discovery: coreServices.discovery,
      plugin: coreServices.pluginMetadata,
    },
    factory: ({ auth, discovery, plugin }): HttpAuthService =>
      new FairHttpAuth(
        DefaultHttpAuthService.create({
          auth,
          discovery,
          pluginId: plugin.getId(),
        }),
        fair,
      ),
  });
}
