import { useTheme } from '@mui/material/styles';
import { axisTicks, TimeRange } from '@slipway/plugin-timeline-common';
import { AXIS_LEFT, AXIS_RIGHT } from './geometry';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
});
const both = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** The time axis below the lanes. */
export function Axis({ range, axis }: { range: TimeRange; axis: number }) {
  const { palette } = useTheme();
  const { ticks, days } = axisTicks(range, axis);
  const severalDays = range.to - range.from > 4 * 86_400_000 ? day : both;
  const words = days ? severalDays : clock;
  return (
    <svg
      width={AXIS_LEFT + axis + AXIS_RIGHT}
      height={28}
      aria-hidden
      style={{ display: 'block', maxWidth: '100%' }}
    >
      <line
        x1={AXIS_LEFT}
        x2={AXIS_LEFT + axis}
        y1={0.5}
        y2={0.5}
        stroke={palette.text.secondary}
      />
      {ticks.map(at => {
        const x =
          AXIS_LEFT + ((at - range.from) / (range.to - range.from)) * axis;
        return (
          <g key={at} transform={`translate(${x} 0)`}>
            <line y2={5} stroke={palette.text.secondary} />
            <text
              y={19}
              textAnchor="middle"
              fontSize={12}
              fill={palette.text.secondary}
            >
              {words.format(at)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
