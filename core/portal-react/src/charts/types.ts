import { SeriesColour } from '../colours';
import { FigureUnit } from '../format/formatFigure';

/** `[unix seconds, value or null]`, oldest first. Null: nothing was measured then; the line has a gap. */
export type ChartPoint = readonly [number, number | null];

export interface ChartSeries {
  id: string;
  /** For the legend: `canary rev 42`. */
  label: string;
  colour: SeriesColour;
  /** Number of the line's pattern, 0 (default) is solid: tells lines of one colour apart. */
  dash?: number;
  points: readonly ChartPoint[];
}

/** A limit, drawn as a labelled line. */
export interface ChartLimit {
  /** `success ≥ 95 %`. */
  label: string;
  value: number;
}

export interface TimeSeriesChartProps {
  /** What is shown; also the chart's accessible name. */
  title: string;
  unit: FigureUnit;
  series: readonly ChartSeries[];
  limits?: readonly ChartLimit[];
  /** px, default 220. */
  height?: number;
  /** Title of the value axis without unit; default the chart's title. */
  valueTitle?: string;
  /** Marks each point with a dot: for few, separate measurements. */
  dots?: boolean;
}
