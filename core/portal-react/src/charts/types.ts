import { SeriesColour, SlipwayState } from '../colours';
import { FigureUnit } from '../format/formatFigure';

/** `[unix seconds, value or null]`, oldest first. Null: nothing was measured then; the line has a gap. */
export type ChartPoint = readonly [number, number | null];

export interface ChartSeries {
  id: string;
  /** For the legend: `canary rev 42`. */
  label: string;
  colour: SeriesColour;
  /** Number of the line's pattern, 0 (default) is solid: distinguishes lines of one colour. */
  dash?: number;
  points: readonly ChartPoint[];
}

/** A limit, drawn as a labelled line. */
export interface ChartLimit {
  /** `success ≥ 95 %`. */
  label: string;
  value: number;
}

/** A moment: drawn as a numbered line, named in the list below the chart. */
export interface ChartMarker {
  /** Unix seconds. */
  time: number;
  /** `fault injected`. */
  label: string;
  /** Its colour; default grey. */
  state?: SlipwayState;
}

/** A time in which something was so: shaded, numbered, named in the list below the chart. */
export interface ChartSpan {
  /** Unix seconds. */
  from: number;
  /** Unix seconds; absent while it lasts: shaded to the end of the axis. */
  to?: number;
  /** `network delay 200 ms`. */
  label: string;
  /** Its colour; default grey. */
  state?: SlipwayState;
}

export interface TimeSeriesChartProps {
  /** What is shown; also the chart's accessible name. */
  title: string;
  unit: FigureUnit;
  series: readonly ChartSeries[];
  limits?: readonly ChartLimit[];
  markers?: readonly ChartMarker[];
  spans?: readonly ChartSpan[];
  /**
   * Ends of the time axis in unix seconds; default is what was measured. Charts
   * that stand below each other and are read together take the same.
   */
  timeRange?: readonly [number, number];
  /** All times are seconds since a start, not unix seconds: for what is planned, and for comparing what ran at different times. */
  sinceStart?: boolean;
  /** px, default 220. */
  height?: number;
  /** Title of the value axis without unit; default the chart's title. */
  valueTitle?: string;
  /** Marks each point with a dot: for few, separate measurements. */
  dots?: boolean;
}
