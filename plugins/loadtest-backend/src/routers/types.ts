import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { ReadAccess } from '@slipway/plugin-live-node';
import { Work } from '@slipway/plugin-work-node';
import { Request } from 'express';
import { LaunchRunner, StopRunner } from '../services/createRunners';
import { RunsService } from '../services/RunsService';
import { SuitesService } from '../services/SuitesService';

/** What the routers need. */
export interface RouterOptions {
  httpAuth: HttpAuthService;
  access: ReadAccess;
  launchRunner: LaunchRunner;
  stopRunner: StopRunner;
  runs: RunsService;
  suites: SuitesService;
  work: Pick<Work, 'running'>;
}

/** Gives the credentials of whoever may read load tests. @throws NotAllowedError */
export const readerOf =
  ({ httpAuth, access }: Pick<RouterOptions, 'httpAuth' | 'access'>) =>
  async (req: Request): Promise<BackstageCredentials> => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };
