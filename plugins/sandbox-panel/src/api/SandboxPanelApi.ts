import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  StartedRelease,
  PanelDemo,
  ReleaseRequest,
  SandboxTime,
} from '@slipway/plugin-sandbox-panel-common';

/** What the portal's backend does with the sandbox. */
export interface SandboxPanelApi {
  demo(): Promise<PanelDemo>;
  /** Starts a release; rejects with a ResponseError that has the server's reason. */
  release(request: ReleaseRequest): Promise<StartedRelease>;
  /** @param speed - sandbox seconds per second */
  setSpeed(speed: number): Promise<SandboxTime>;
}

export const sandboxPanelApiRef = createApiRef<SandboxPanelApi>({
  id: 'plugin.sandbox-panel.service',
});
