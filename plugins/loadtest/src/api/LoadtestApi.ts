import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import {
  ComparedRun,
  LaunchDraft,
  LaunchSubject,
  RunRow,
  ScheduleDraft,
  ScheduleView,
  SuiteAnswer,
} from '@slipway/plugin-loadtest-common';
import { RunningWork } from '@slipway/plugin-work-common';

/** What else runs where a load test would be launched, as far as it is known. */
export interface RunningHere {
  work: RunningWork[];
  /** Plugins that could not tell, with the reason. */
  unknown: Array<{ plugin: string; reason: string }>;
}

/** Runs that are compared, each over a window of its own. */
export interface CompareRequest {
  runs: readonly string[];
  /** Start of the window of each run, seconds since its start. */
  from: readonly number[];
  /** Length of all windows; absent: to the end of each run. */
  seconds?: number;
  points: 'all' | 'none';
}

/** A file of a run that can be saved. */
export type RunFile = 'samples.csv' | 'endpoints.csv' | 'report' | 'json';

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
    /** The approval under which it is launched, where it needs one. */
    approvalId?: string,
  ): Promise<LaunchAnswer>;
  /** What runs on the entity or in the namespace of a target. */
  getRunning(
    subject: Pick<LaunchSubject, 'entityRef' | 'offer'>,
  ): Promise<RunningHere>;
  /** The latest runs of an entity, newest first. */
  getRuns(entityRef: string): Promise<RunRow[]>;
  compare(request: CompareRequest): Promise<ComparedRun[]>;
  /** The content of a file of a run. */
  getFile(id: string, file: RunFile): Promise<Blob>;
  /** The schedules of an entity. */
  getSchedules(entityRef: string): Promise<ScheduleView[]>;
  /** Whether the signed-in user may schedule at a target of an entity. */
  getNewScheduleAccess(
    subject: Pick<LaunchSubject, 'entityRef' | 'offer'>,
  ): Promise<ActionAccess>;
  schedule(intent: {
    subject: LaunchSubject;
    draft: ScheduleDraft;
    seen: { hash: string };
  }): Promise<ActionAnswer>;
  /** What the signed-in user may do to a schedule. */
  getScheduleAccess(id: string): Promise<ActionAccess>;
  /** `pause`, `resume` or `delete`. */
  changeSchedule(id: string, action: string): Promise<ActionAnswer>;
  /** Asks somebody else to allow a launch. */
  askToLaunch(
    intent: {
      subject: LaunchSubject;
      draft: LaunchDraft;
      seen: { hash: string };
    },
    reason: string,
  ): Promise<unknown>;
  /** What the signed-in user may do to a run. */
  getRunAccess(id: string): Promise<ActionAccess>;
  stop(id: string, args: { reason?: string }): Promise<ActionAnswer>;
}

export const loadtestApiRef = createApiRef<LoadtestApi>({
  id: 'plugin.loadtest.api',
});
