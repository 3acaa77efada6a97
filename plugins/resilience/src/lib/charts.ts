import {
  GOLDEN_QUERIES,
  GoldenMetric,
  MetricUnit,
} from '@slipway/plugin-metrics-common';
import {
  DesignSpec,
  Revision,
  REVISIONS,
  RunDetail,
  Sample,
  ScorePoint,
  sentence,
  thresholdInWords,
  Verdict,
} from '@slipway/plugin-resilience-common';
import {
  ChartLimit,
  ChartMarker,
  ChartPoint,
  ChartSeries,
  ChartSpan,
  SeriesColour,
} from '@slipway/plugin-portal-react';

/** One chart below the timeline of a run. */
export interface MetricChart {
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
  series: ChartSeries[];
  limits: ChartLimit[];
}

const SHOWN: readonly GoldenMetric[] = [
  'successRate',
  'latencyP95',
  'requestRate',
];

const LINES: Readonly<
  Record<Revision, { label: string; colour: SeriesColour }>
> = {
  all: { label: 'all pods', colour: 'neutral' },
  stable: { label: 'stable', colour: 'stable' },
  canary: { label: 'canary', colour: 'canary' },
};

/** What is judged first, then the metrics that are always shown. */
function metricsOf({ hypothesis }: DesignSpec): GoldenMetric[] {
  return [
    ...new Set([
      ...hypothesis.thresholds.map(({ metric }) => metric),
      ...SHOWN,
    ]),
  ];
}

function seriesOf(
  metric: GoldenMetric,
  samples: readonly Sample[],
  { label, colour }: { label: string; colour: SeriesColour },
  revision: Revision,
): ChartSeries[] {
  if (!samples.some(sample => sample[revision] !== undefined)) return [];
  return [
    {
      id: revision,
      label,
      colour,
      points: samples.map(sample => [
        Date.parse(sample.at) / 1000,
        sample[revision]?.values[metric] ?? null,
      ]),
    },
  ];
}

/** Limits as they are known: absolute ones always, those of the baseline once the verdict has derived them. */
function limitsOf(
  metric: GoldenMetric,
  { hypothesis }: DesignSpec,
  verdict: Verdict | undefined,
): ChartLimit[] {
  return hypothesis.thresholds
    .filter(threshold => threshold.metric === metric)
    .flatMap(threshold => {
      const { limit } = threshold;
      const value =
        limit.kind === 'absolute'
          ? limit.value
          : verdict?.thresholds.find(
              ({ thresholdId }) => thresholdId === threshold.id,
            )?.limit;
      return value === undefined
        ? []
        : [{ label: sentence(thresholdInWords(threshold)), value }];
    });
}

/** Golden metrics of a run: a gap is where nothing was measured. */
export function metricCharts(
  design: DesignSpec,
  samples: readonly Sample[],
  verdict: Verdict | undefined,
): MetricChart[] {
  const ordered = [...samples].sort((a, b) => a.seq - b.seq);
  return metricsOf(design).map(metric => ({
    metric,
    title: GOLDEN_QUERIES[metric].title,
    unit: GOLDEN_QUERIES[metric].unit,
    series: REVISIONS.flatMap(revision =>
      seriesOf(metric, ordered, LINES[revision], revision),
    ),
    limits: limitsOf(metric, design, verdict),
  }));
}

const unix = (at: string) => Date.parse(at) / 1000;

/** Times in which a part had its effect, shaded. */
export function effectSpans({ parts }: Pick<RunDetail, 'parts'>): ChartSpan[] {
  return parts.flatMap(({ kind, title, effectiveAt, effectEndedAt }) =>
    effectiveAt === undefined
      ? []
      : [
          {
            label: title,
            from: unix(effectiveAt),
            ...(effectEndedAt === undefined ? {} : { to: unix(effectEndedAt) }),
            state: kind === 'fault' ? 'degraded' : 'progressing',
          },
        ],
  );
}

/** Moments that decide: the stop, and the sample that ended the recovery. */
export function runMarkers(
  run: Pick<RunDetail, 'stop'>,
  verdict: Verdict | undefined,
): ChartMarker[] {
  const recovered = (verdict?.recovery ?? []).flatMap(
    ({ at, revision }): ChartMarker[] =>
      at === undefined
        ? []
        : [
            {
              time: unix(at),
              label: revision === 'all' ? 'recovered' : `${revision} recovered`,
              state: 'healthy',
            },
          ],
  );
  return [
    ...(run.stop
      ? [
          {
            time: unix(run.stop.at),
            label: 'stopped',
            state: 'degraded' as const,
          },
        ]
      : []),
    ...recovered,
  ];
}

/** The time axis of a run: from its start to its planned end, or to where it ended. */
export function timeRangeOf(
  run: Pick<RunDetail, 'createdAt' | 'plannedEndAt' | 'endedAt'>,
): [number, number] {
  const from = unix(run.createdAt);
  const to = unix(run.endedAt ?? run.plannedEndAt);
  return [from, Math.max(to, from + 1)];
}

/** The course of a score as a line; a gap is where no verdict counted. Undefined where there was no score at all. */
export function scoreLine(
  course: readonly ScorePoint[],
): ChartPoint[] | undefined {
  return course.some(({ value }) => value !== undefined)
    ? course.map(({ at, value }) => [unix(at), value ?? null])
    : undefined;
}
