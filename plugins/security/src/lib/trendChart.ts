import { ChartMarker, ChartSeries } from '@slipway/plugin-portal-react';
import { EntityTrend, severitiesIn } from '@slipway/plugin-security-common';
import { SEVERITY_STATE, severityWord } from './words';

const seconds = (iso: string) => Date.parse(iso) / 1000;

/** A line for each severity that occurs, worst first. */
export const trendSeries = ({ points }: EntityTrend): ChartSeries[] =>
  severitiesIn({ points }).map((severity, at) => ({
    id: severity,
    label: severityWord(severity),
    colour: SEVERITY_STATE[severity],
    dash: at,
    points: points.map(
      each => [seconds(each.at), each.counts[severity]] as const,
    ),
  }));

/** When findings left the count because nothing is scanned any more. */
export function trendMarkers({ gone, points }: EntityTrend): ChartMarker[] {
  const now = seconds(points.at(-1)?.at ?? '');
  return gone.map(({ day, count }) => ({
    // Of today what is behind us.
    time: Math.min(seconds(`${day}T12:00:00Z`), now),
    label: `${count} no longer scanned: whether they are fixed is unknown`,
    state: 'unknown',
  }));
}
