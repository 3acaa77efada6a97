import { ActivityEntry } from '@slipway/plugin-activity-common';
import { SlipwayState } from '../colours';

/** Newest first. The record keeps all times in one form. */
export function newestFirst(
  entries: readonly ActivityEntry[],
): ActivityEntry[] {
  return [...entries].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const OUTCOMES: Record<ActivityEntry['outcome'], SlipwayState> = {
  started: 'progressing',
  succeeded: 'healthy',
  failed: 'degraded',
  partial: 'degraded',
  unknown: 'unknown',
};

const OUTCOME_LABELS: Record<ActivityEntry['outcome'], string> = {
  started: 'started',
  succeeded: 'succeeded',
  failed: 'failed',
  partial: 'partly applied',
  unknown: 'outcome unknown',
};

const SEVERITIES: Record<ActivityEntry['severity'], SlipwayState> = {
  info: 'unknown',
  notice: 'progressing',
  warning: 'waiting',
  error: 'degraded',
};

/** The palette's state of an entry: the outcome of what a user did, the severity of what a platform did. */
export function activityState(
  entry: Pick<ActivityEntry, 'source' | 'outcome' | 'severity'>,
): SlipwayState {
  return entry.source === 'user'
    ? OUTCOMES[entry.outcome]
    : SEVERITIES[entry.severity];
}

/** Outcomes of users' actions always; of what platforms did only what is not routine. */
export function worthAChip(
  entry: Pick<ActivityEntry, 'source' | 'severity'>,
): boolean {
  return (
    entry.source === 'user' ||
    entry.severity === 'warning' ||
    entry.severity === 'error'
  );
}

/** What the chip of an entry says. */
export function activityLabel(
  entry: Pick<ActivityEntry, 'source' | 'outcome' | 'severity'>,
): string {
  return entry.source === 'user'
    ? OUTCOME_LABELS[entry.outcome]
    : entry.severity;
}
