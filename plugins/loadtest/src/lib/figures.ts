import { ComparedFigure, FigureBeside } from '@slipway/plugin-loadtest-common';
import { FigureUnit, formatFigure } from '@slipway/plugin-portal-react';

/** The figures of a comparison, in their order. */
export const COMPARED: ReadonlyArray<{
  figure: ComparedFigure;
  title: string;
  unit: FigureUnit;
  /** Which direction is worse; absent: neither. */
  worse?: 'more' | 'less';
}> = [
  { figure: 'p95', title: 'p95', unit: 'ms', worse: 'more' },
  { figure: 'p99', title: 'p99', unit: 'ms', worse: 'more' },
  { figure: 'p50', title: 'p50', unit: 'ms', worse: 'more' },
  { figure: 'mean', title: 'Mean', unit: 'ms', worse: 'more' },
  {
    figure: 'failureRatio',
    title: 'Failed requests',
    unit: 'ratio',
    worse: 'more',
  },
  {
    figure: 'requestsPerSecond',
    title: 'Throughput',
    unit: 'req/s',
    worse: 'less',
  },
  { figure: 'requests', title: 'Requests', unit: '' },
];

const signed = (value: number, text: string) =>
  value > 0 ? `+${text}` : text.replace(/^-/, '−');

/** How far a figure is from the first, in words: `+50 ms (+25 %)`; undefined where there is nothing to say. */
export function differenceText(
  { difference, share }: FigureBeside,
  unit: FigureUnit,
): string | undefined {
  if (difference === undefined) return undefined;
  if (difference === 0) return 'equal';
  // Percent of percent would be misread: points are said.
  if (unit === 'ratio') {
    return signed(difference, `${formatFigure(difference * 100, '')} points`);
  }
  const text = signed(difference, formatFigure(difference, unit));
  return share === undefined
    ? text
    : `${text} (${signed(share, formatFigure(share, 'ratio'))})`;
}

/** A difference so small says nothing: a share of the first, 0 to 1. */
const NOTHING = 0.02;

/** Whether a figure got worse or better by more than a fiftieth of the first; undefined for neither. */
export function changeOf(
  { difference, share }: FigureBeside,
  worse: 'more' | 'less' | undefined,
): 'worse' | 'better' | undefined {
  if (!worse || !difference) return undefined;
  if (share !== undefined && Math.abs(share) < NOTHING) return undefined;
  return difference > 0 === (worse === 'more') ? 'worse' : 'better';
}
