import { useTheme } from '@mui/material/styles';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { seriesColour, stateBackground, stateColour } from '../colours';
import { formatFigure } from '../format/formatFigure';
import { ChartRow, tickText, toRows, unitOnAxis, valueAxis } from './chartData';
import { MarkBadge, roomForMarks } from './MarkBadge';
import { PlacedMark, TimeDomain } from './marks';
import { timeWords } from './times';
import { TimeSeriesChartProps } from './types';

/** Patterns of lines; none of them is that of limits. */
const DASHES = [undefined, '2 3', '10 3', '10 3 2 3', '1 6', '14 6'];

/** The picture of a {@link TimeSeriesChart}. Nothing in it moves. */
export function SeriesPlot(
  props: TimeSeriesChartProps & {
    height: number;
    limits: NonNullable<TimeSeriesChartProps['limits']>;
    /** Ends of the time axis; absent where there is nothing to show. */
    domain?: TimeDomain;
    marks: readonly PlacedMark[];
  },
) {
  const { title, unit, series, limits, height, valueTitle, dots } = props;
  const { domain, marks } = props;
  const { palette } = useTheme();
  const text = { fill: palette.text.secondary, fontSize: 12 };
  const axis = valueAxis(series, limits, unit);
  const rows = toRows(series);
  const span = domain ? domain[1] - domain[0] : 0;
  const words = timeWords(props);
  const middle = (axis.domain[0] + axis.domain[1]) / 2;
  const figure = (value: unknown) =>
    formatFigure(typeof value === 'number' ? value : undefined, unit);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        data={rows}
        margin={{
          top: 8 + roomForMarks(marks),
          right: 16,
          bottom: 20,
          left: 12,
        }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke={palette.divider} vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          domain={domain ? [...domain] : ['dataMin', 'dataMax']}
          allowDataOverflow={Boolean(props.timeRange)}
          tickFormatter={seconds => words.tick(Number(seconds), span)}
          tick={text}
          minTickGap={32}
          label={{ value: words.title, position: 'bottom', offset: 0, ...text }}
        />
        <YAxis
          domain={axis.domain}
          ticks={axis.ticks}
          interval={0}
          tickFormatter={value => tickText(Number(value), unit, axis)}
          tick={text}
          width={64}
          label={{
            value: [valueTitle ?? title, unit && `(${unitOnAxis(unit)})`]
              .filter(Boolean)
              .join(' '),
            angle: -90,
            position: 'insideLeft',
            style: { textAnchor: 'middle' },
            ...text,
          }}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={seconds => words.full(Number(seconds))}
          formatter={figure}
          contentStyle={{
            background: palette.background.paper,
            borderColor: palette.divider,
            color: palette.text.primary,
          }}
        />
        {series.length > 1 && (
          <Legend
            verticalAlign="top"
            height={24}
            wrapperStyle={{ top: 0, fontSize: 12 }}
          />
        )}
        {marks
          .filter(mark => mark.kind === 'span')
          .map(mark => (
            <ReferenceArea
              key={mark.number}
              x1={mark.drawn[0]}
              x2={mark.drawn[1]}
              fill={stateBackground(mark.state)}
              fillOpacity={1}
              stroke={stateColour(mark.state)}
              strokeOpacity={0.5}
              label={<MarkBadge mark={mark} />}
            />
          ))}
        {marks
          .filter(mark => mark.kind === 'marker')
          .map(mark => (
            <ReferenceLine
              key={mark.number}
              x={mark.from}
              stroke={stateColour(mark.state)}
              strokeDasharray="2 2"
              label={<MarkBadge mark={mark} />}
            />
          ))}
        {limits.map(limit => (
          <ReferenceLine
            key={`${limit.label} ${limit.value}`}
            y={limit.value}
            stroke={stateColour('degraded')}
            strokeDasharray="6 4"
            label={{
              value: limit.label,
              // Away from the edge that is near.
              position:
                limit.value < middle ? 'insideBottomRight' : 'insideTopRight',
              fill: stateColour('degraded'),
              fontSize: 12,
            }}
          />
        ))}
        {series.map(one => (
          <Line
            key={one.id}
            name={one.label}
            dataKey={(row: ChartRow) => row.values[one.id] ?? null}
            stroke={seriesColour(one.colour)}
            strokeWidth={2}
            legendType="plainline"
            strokeDasharray={DASHES[(one.dash ?? 0) % DASHES.length]}
            dot={dots ? { r: 3 } : false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
