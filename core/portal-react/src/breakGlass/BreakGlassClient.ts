import {
  BreakGlassGrant,
  OpenGrantRequest,
} from '@slipway/plugin-break-glass-common';
import { BackendClient, ClientApis, pathOf } from '../api/BackendClient';
import { BreakGlassApi } from './BreakGlassApi';

/** {@link BreakGlassApi} over HTTP. */
export class BreakGlassClient extends BackendClient implements BreakGlassApi {
  constructor(apis: ClientApis) {
    super('break-glass', apis);
  }

  open(request: OpenGrantRequest): Promise<BreakGlassGrant> {
    return this.post('/grants', request);
  }

  end(id: string): Promise<BreakGlassGrant> {
    return this.delete(pathOf`/grants/${id}`);
  }
}
