import { useTheme } from '@mui/material/styles';
import { stateColour } from '../colours';
import { PlacedMark } from './marks';

/** px: height of a row of numbers. */
const LANE = 18;

/** Room above the lines for the numbers of marks, in px. */
export function roomForMarks(marks: readonly PlacedMark[]): number {
  return LANE * marks.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
}

/** The number of a mark above its start in the picture. */
export function MarkBadge(props: {
  mark: PlacedMark;
  /** Where recharts drew the mark, px. */
  viewBox?: { x?: number; y?: number };
}) {
  const { mark, viewBox = {} } = props;
  const { palette } = useTheme();
  const { x = 0, y = 0 } = viewBox;
  const centre = y - roomForMarks([mark]) + LANE / 2;
  return (
    <g>
      <rect
        x={x - 8}
        y={centre - 8}
        width={16}
        height={16}
        rx={mark.kind === 'span' ? 2 : 8}
        fill={palette.background.paper}
        stroke={stateColour(mark.state)}
      />
      <text
        x={x}
        y={centre}
        dy="0.35em"
        textAnchor="middle"
        fontSize={11}
        fill={stateColour(mark.state)}
      >
        {mark.number}
      </text>
    </g>
  );
}
