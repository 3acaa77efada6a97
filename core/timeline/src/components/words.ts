import { formatAbsolute, formatSpan } from '@slipway/plugin-portal-react';
import {
  endOf,
  LaneKind,
  ServiceSummary,
  startOf,
  TimelineItem,
} from '@slipway/plugin-timeline-common';

/** Titles of lanes. */
export const KIND_WORDS: Record<LaneKind, string> = {
  release: 'Releases',
  analysis: 'Analysis',
  fault: 'Faults',
  load: 'Load tests',
  'joint-run': 'Joint runs',
  alert: 'Alerts',
  finding: 'Findings',
};

/** `4 lanes (analysis, alerts) have`, of lanes without anything in the range. */
export function quietWords(lanes: readonly { kind: LaneKind }[]): string {
  const kinds = [...new Set(lanes.map(({ kind }) => KIND_WORDS[kind]))]
    .join(', ')
    .toLowerCase();
  return lanes.length === 1
    ? `1 lane (${kinds}) has`
    : `${lanes.length} lanes (${kinds}) have`;
}

/** `releases 2, faults 1; not all is known of alerts`, of a service that is shown as one lane. */
export function summaryWords({ counts, unknown }: ServiceSummary): string {
  const words = (kind: LaneKind) => KIND_WORDS[kind].toLowerCase();
  return [
    counts.length === 0
      ? 'nothing worth showing'
      : counts.map(({ kind, count }) => `${words(kind)} ${count}`).join(', '),
    unknown.length === 0
      ? ''
      : `not all is known of ${unknown.map(words).join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** `7 services have nothing worth showing in this range; of 2 not all is known`. */
export function idleWords(idle: readonly ServiceSummary[]): string {
  const have =
    idle.length === 1 ? '1 service has' : `${idle.length} services have`;
  const partly = idle.filter(({ unknown }) => unknown.length > 0).length;
  return [
    `${have} nothing worth showing in this range`,
    partly === 0 ? '' : `of ${partly} not all is known`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** `2026-01-15 14:00:00 UTC, for 5 min`, `…, lasts for 5 min`. */
export function whenWords(item: TimelineItem, now: number): string {
  const start = formatAbsolute(startOf(item));
  if (item.type === 'mark') return start;
  const length = formatSpan(endOf(item, now) - item.from);
  if (item.endUnknown) return `${start}, its end is not known`;
  return item.to === undefined
    ? `${start}, lasts for ${length}`
    : `${start}, for ${length}`;
}

/** `20 % → 50 %`, the shares of a band; undefined where none is known. */
export function weightWords(item: TimelineItem): string | undefined {
  if (item.type === 'mark' || !item.weights?.length) return undefined;
  return item.weights.map(({ percent }) => `${percent} %`).join(' → ');
}
