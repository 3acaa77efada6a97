import { ProfileName, RunnerName } from '../types';

/** What became of the last start of a schedule. */
export interface LastStart {
  /** ISO time for which it was planned. */
  at: string;
  outcome: 'started' | 'refused' | 'missed';
  runId?: string;
  /** Why not, for `refused` and `missed`. */
  reason?: string;
}

/** Load tests that start by themselves. */
export interface LoadSchedule {
  id: string;
  entityRef: string;
  cluster: string;
  namespace: string;
  profile: ProfileName;
  runner: RunnerName;
  /** Five fields, in UTC. */
  cron: string;
  /** Runs start as this user, who must still own the entity then. */
  createdBy: string;
  createdAt: string;
  /** `stopped`: its creator lost the right, or the service has no suite any more; it starts nothing until it is made again. */
  state: 'active' | 'paused' | 'stopped';
  /** Why it was stopped. */
  reason?: string;
  /** ISO time of the next start, while it is active. */
  nextAt?: string;
  last?: LastStart;
  /** Starts that were missed because no portal ran; they are not made up for. */
  missed: number;
}

/** A schedule as it is shown, with its next starts. */
export interface ScheduleView extends LoadSchedule {
  /** ISO times. */
  next: string[];
}
