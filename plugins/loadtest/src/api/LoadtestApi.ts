import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import {
  LaunchDraft,
  LaunchSubject,
  SuiteAnswer,
} from '@slipway/plugin-loadtest-common';

/** Answer to a launch that was accepted. */
export interface LaunchAnswer extends ActionAnswer {
  runId: string;
}

/** The load test backend. Each call throws as `fetchJson` does. */
export interface LoadtestApi {
  /** The suite of an entity, as it can be read now. */
  getSuite(entityRef: string): Promise<SuiteAnswer>;
  /** What the signed-in user may do at a target of an entity. */
  getLaunchAccess(
    subject: Pick<LaunchSubject, 'entityRef' | 'offer'>,
  ): Promise<ActionAccess>;
  launch(
    intent: {
      subject: LaunchSubject;
      draft: LaunchDraft;
      seen: { hash: string };
    },
    typedName?: string,
  ): Promise<LaunchAnswer>;
  /** What the signed-in user may do to a run. */
  getRunAccess(id: string): Promise<ActionAccess>;
  stop(id: string, args: { reason?: string }): Promise<ActionAnswer>;
}

export const loadtestApiRef = createApiRef<LoadtestApi>({
  id: 'plugin.loadtest.api',
});
