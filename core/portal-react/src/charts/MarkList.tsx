import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { stateBackground, stateColour } from '../colours';
import { PlacedMark, timeOfMark } from './marks';
import { TimeWords } from './times';

/** The marks of a chart in words, with the numbers that they have in the picture. */
export function MarkList(props: {
  marks: readonly PlacedMark[];
  words: TimeWords;
}) {
  return (
    <Box
      component="ol"
      aria-label="Marked in the chart"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        rowGap: 0.5,
        listStyle: 'none',
        m: 0,
        p: 0,
      }}
    >
      {props.marks.map(mark => (
        <Box
          component="li"
          key={mark.number}
          title={timeOfMark(mark, props.words)}
          sx={{ display: 'flex', gap: 0.75, alignItems: 'baseline' }}
        >
          <Box
            component="span"
            sx={{
              minWidth: 18,
              px: 0.5,
              textAlign: 'center',
              borderRadius: mark.kind === 'span' ? 0.5 : 9,
              border: `1px solid ${stateColour(mark.state)}`,
              background: stateBackground(mark.state),
              color: stateColour(mark.state),
              fontSize: 12,
              lineHeight: '16px',
            }}
          >
            {mark.number}
          </Box>
          <Typography component="span" variant="body2">
            {mark.label}
            <Box
              component="span"
              sx={{
                color: 'text.secondary',
                fontVariantNumeric: 'tabular-nums',
              }}
            >
              {` ${shortTime(mark, props.words)}`}
            </Box>
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** The time in few words; the whole is on hover. */
function shortTime({ kind, from, to }: PlacedMark, words: TimeWords): string {
  const start = words.short(from);
  if (kind === 'marker') return start;
  return to === undefined ? `since ${start}` : `${start}–${words.short(to)}`;
}
