import Box from '@mui/material/Box';
import { DiffLine } from '@slipway/plugin-rollouts-common';

const SIGNS: Record<
  DiffLine['kind'],
  { sign: string; colour?: string; word?: string }
> = {
  same: { sign: ' ' },
  added: { sign: '+', colour: 'healthy', word: 'added' },
  removed: { sign: '−', colour: 'degraded', word: 'removed' },
};

/** Lines of a diff, with signs as well as colours. */
export function DiffView({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <Box
      component="pre"
      aria-label="Difference of the pod templates"
      tabIndex={0}
      sx={{
        m: 0,
        maxHeight: 420,
        overflow: 'auto',
        fontSize: 13,
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        py: 1,
      }}
    >
      {lines.map(({ kind, text }, index) => {
        const { sign, colour, word } = SIGNS[kind];
        return (
          <Box
            // Lines of a finished diff never move.
            key={index}
            data-kind={kind}
            title={word}
            sx={{
              px: 1.5,
              ...(colour && {
                bgcolor: `var(--slipway-state-${colour}-bg)`,
                color: `var(--slipway-state-${colour})`,
              }),
            }}
          >
            {`${sign} ${text}`}
          </Box>
        );
      })}
    </Box>
  );
}
