import { BackendClient, ClientApis } from '@slipway/plugin-portal-react';
import {
  StartedRelease,
  PanelDemo,
  ReleaseRequest,
  SandboxTime,
} from '@slipway/plugin-sandbox-panel-common';
import { SandboxPanelApi } from './SandboxPanelApi';

/** {@link SandboxPanelApi} over HTTP. */
export class SandboxPanelClient
  extends BackendClient
  implements SandboxPanelApi
{
  constructor(apis: ClientApis) {
    super('sandbox-panel', apis);
  }

  demo(): Promise<PanelDemo> {
    return this.get('/demo');
  }

  release(request: ReleaseRequest): Promise<StartedRelease> {
    return this.post('/releases', request);
  }

  setSpeed(speed: number): Promise<SandboxTime> {
    return this.post('/speed', { speed });
  }
}
