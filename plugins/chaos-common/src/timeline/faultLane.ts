import { ActivityEntry } from '@slipway/plugin-activity-common';
import {
  TimelineItem,
  TimelineLane,
  TimelineTone,
} from '@slipway/plugin-timeline-common';
import { faultPagePath } from '../routes';
import { FaultRef, FaultRow } from '../types';

/** A fault that is there now, and the services whose pods it disturbs. */
export interface KnownFault {
  row: FaultRow;
  entityRefs: readonly string[];
}

interface Happened {
  uid: string;
  ref: FaultRef;
  entityRefs: Set<string>;
  effect?: string;
  summary: string;
  by?: string;
  injectedAt?: number;
  endedAt?: number;
  oneShot: boolean;
  problem?: string;
  /** Absent when it is there no more. */
  row?: FaultRow;
}

const msOf = (iso: string | undefined) => {
  const at = iso === undefined ? NaN : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};

function recorded(entries: readonly ActivityEntry[]): Map<string, Happened> {
  const faults = new Map<string, Happened>();
  const oldestFirst = [...entries].sort((a, b) => a.at.localeCompare(b.at));
  for (const { type, at, target, summary, after } of oldestFirst) {
    if (target.uid === undefined) continue;
    const key = `${target.cluster}/${target.uid}`;
    const fault: Happened = faults.get(key) ?? {
      uid: target.uid,
      ref: target as FaultRef,
      entityRefs: new Set(),
      summary,
      oneShot: false,
    };
    faults.set(key, fault);
    if (target.entityRef) fault.entityRefs.add(target.entityRef);
    if (type === 'injected') {
      const { touches, effect, oneShot, startedBy } = after ?? {};
      for (const each of Array.isArray(touches) ? touches : []) {
        if (typeof each === 'string') fault.entityRefs.add(each);
      }
      fault.injectedAt = msOf(at);
      fault.summary = summary;
      fault.oneShot = oneShot === true;
      if (typeof effect === 'string') fault.effect = effect;
      if (typeof startedBy === 'string') fault.by = startedBy;
    } else if (type === 'recovered') {
      fault.endedAt = msOf(at);
      fault.problem = undefined;
    } else if (type === 'not-injected' || type === 'not-recovered') {
      fault.injectedAt ??= msOf(at);
      fault.problem = summary;
    }
  }
  return faults;
}

function withKnown(
  faults: Map<string, Happened>,
  known: readonly KnownFault[],
): Happened[] {
  for (const { row, entityRefs } of known) {
    const { ref, uid, injectedAt, endedAt, oneShot, state } = row;
    const at = msOf(injectedAt);
    if (ref.kind === 'Schedule' || ref.kind === 'Workflow') continue;
    const key = `${ref.cluster}/${uid}`;
    const fault = faults.get(key);
    if (at === undefined && !fault) continue;
    faults.set(key, {
      uid,
      ref,
      entityRefs: new Set([...(fault?.entityRefs ?? []), ...entityRefs]),
      effect: row.effect,
      summary: row.stateText,
      by: row.startedBy,
      injectedAt: at ?? fault?.injectedAt,
      // A pause recovers too, and may be resumed.
      endedAt: state === 'paused' ? undefined : msOf(endedAt),
      oneShot,
      problem: row.problem?.summary,
      row,
    });
  }
  return [...faults.values()];
}

function toneOf({ problem, endedAt, row }: Happened): TimelineTone {
  if (problem) return 'degraded';
  if (endedAt !== undefined) return 'healthy';
  return row ? 'progressing' : 'unknown';
}

function itemOf(
  fault: Happened,
  entityRef: string | undefined,
): TimelineItem[] {
  const { ref, injectedAt, endedAt, oneShot, row } = fault;
  if (injectedAt === undefined) return [];
  const words = {
    id: `${ref.cluster}/${fault.uid}`,
    title: `${ref.kind} ${ref.name}`,
    detail: [
      fault.effect,
      fault.problem ?? fault.summary,
      fault.by && `started by ${fault.by}`,
    ]
      .filter(Boolean)
      .join(' · '),
    tone: toneOf(fault),
    path: faultPagePath(ref),
    ...(entityRef ? { entityRef } : {}),
  };
  if (oneShot) return [{ ...words, type: 'mark', at: injectedAt }];
  if (endedAt !== undefined && endedAt >= injectedAt) {
    return [{ ...words, type: 'span', from: injectedAt, to: endedAt }];
  }
  return [
    row
      ? { ...words, type: 'span', from: injectedAt }
      : {
          ...words,
          type: 'span',
          from: injectedAt,
          to: injectedAt,
          endUnknown: true,
        },
  ];
}

/**
 * Faults that disturbed some services: those that are there now, and those
 * that the activity record still names. One that is there no more and whose
 * end was not recorded ends where it was last seen.
 *
 * @param entries - of the plugin, in any order
 * @param entityRefs - the services
 */
export function faultLane(
  entries: readonly ActivityEntry[],
  known: readonly KnownFault[],
  entityRefs: readonly string[],
): TimelineLane {
  const faults = withKnown(recorded(entries), known);
  return {
    id: 'fault',
    kind: 'fault',
    items: faults.flatMap(fault => {
      const of = entityRefs.find(each => fault.entityRefs.has(each));
      return of === undefined ? [] : itemOf(fault, of);
    }),
  };
}
