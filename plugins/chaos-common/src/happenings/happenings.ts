import { NewPlatformActivity } from '@slipway/plugin-activity-common';
import { FaultRow } from '../types';

/** What owners and who launched it read. */
export interface FaultNotice {
  title: string;
  description: string;
  severity: 'critical' | 'high' | 'normal';
  topic: string;
  /** Same scope: the notification is updated, not repeated. */
  scope: string;
}

/** Something that happened to a fault, as its object reports it. */
export interface FaultHappening {
  /** Its key is unique over replicas and restarts. */
  activity: NewPlatformActivity;
  notice?: FaultNotice;
}

type What = Pick<
  NewPlatformActivity,
  'type' | 'at' | 'severity' | 'summary'
> & { notice?: Pick<FaultNotice, 'severity'> & { is: string } };

/** Reasons of problems that mean that the fault does not do what was asked. */
const NOT_INJECTED = ['no-target', 'not-injected', 'never-injected'];
/** Reasons that mean that targets may still be disturbed. */
const STUCK = ['stuck-deleting', 'not-recovered'];

function injected(row: FaultRow): What[] {
  const { injectedAt, targets, effect, ref } = row;
  if (injectedAt === undefined) return [];
  const of = targets.selected === undefined ? '' : ` of ${targets.selected}`;
  const count = targets.injected + targets.recovered;
  return [
    {
      type: 'injected',
      at: injectedAt,
      severity: 'warning',
      summary: `${ref.kind} ${ref.name} injected ${count}${of} targets: ${effect}`,
      notice: { severity: 'high', is: 'started' },
    },
  ];
}

function recovered({
  endedAt,
  oneShot,
  state,
  targets,
  ref,
}: FaultRow): What[] {
  // A pause recovers too, and may be resumed.
  if (endedAt === undefined || oneShot || state === 'paused') return [];
  return [
    {
      type: 'recovered',
      at: endedAt,
      severity: 'info',
      summary: `${ref.kind} ${ref.name} ended: ${targets.recovered} targets recovered`,
    },
  ];
}

function problems({ problem, ref }: FaultRow, seenAt: string): What[] {
  if (!problem) return [];
  const common = { at: seenAt, severity: 'error' as const };
  if (NOT_INJECTED.includes(problem.reason)) {
    return [
      {
        ...common,
        type: 'not-injected',
        summary: `${ref.kind} ${ref.name} could not be injected: ${problem.summary}`,
        notice: { severity: 'high', is: 'could not be injected' },
      },
    ];
  }
  return STUCK.includes(problem.reason)
    ? [
        {
          ...common,
          type: 'not-recovered',
          summary: `${ref.kind} ${ref.name} may still disturb its targets: ${problem.summary}`,
          notice: { severity: 'critical', is: 'did not recover its targets' },
        },
      ]
    : [];
}

/**
 * What happened to a fault so far: injected, recovered, not injected, not
 * recovered; each once for each fault. Schedules and Workflows do nothing
 * themselves.
 *
 * @param seenAt - ISO time of this look, for what has no time of its own
 */
export function faultHappenings(
  row: FaultRow,
  seenAt: string,
): FaultHappening[] {
  const { ref, uid, entity, effect, oneShot, startedBy } = row;
  if (ref.kind === 'Schedule' || ref.kind === 'Workflow') return [];
  return [...injected(row), ...recovered(row), ...problems(row, seenAt)].map(
    ({ notice, ...what }) => ({
      activity: {
        ...what,
        plugin: 'chaos',
        key: `${ref.cluster}/${uid}/${what.type}`,
        target: {
          ...ref,
          uid,
          ...(entity.state === 'bound' ? { entityRef: entity.entityRef } : {}),
        },
        after: {
          effect,
          ...(oneShot ? { oneShot } : {}),
          ...(startedBy ? { startedBy } : {}),
        },
      },
      ...(notice
        ? {
            notice: {
              title: `Fault ${ref.name} ${notice.is} in ${ref.cluster}/${ref.namespace}`,
              description: what.summary,
              severity: notice.severity,
              topic: 'faults',
              scope: `chaos/${ref.cluster}/${uid}/${what.type}`,
            },
          }
        : {}),
    }),
  );
}
