import {
  BackendClient,
  ClientApis,
  entityPath,
} from '@slipway/plugin-portal-react';
import { TimelineApi } from './TimelineApi';

/** {@link TimelineApi} over HTTP. */
export class TimelineClient extends BackendClient implements TimelineApi {
  constructor(apis: ClientApis) {
    super('timeline', apis);
  }

  read: TimelineApi['read'] = (entityRef, { from, to }) =>
    this.get(`${entityPath(entityRef)}/timeline?from=${from}&to=${to}`);
}
