import Box, { BoxProps } from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { ReactNode } from 'react';

/** One row of a list as a card, for narrow screens; made of {@link CardLine}s. */
export function RowCard({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ pb: 1.5 }}>
      <Paper
        variant="outlined"
        sx={{ p: 1.5, display: 'grid', gap: 1, fontSize: 14 }}
      >
        {children}
      </Paper>
    </Box>
  );
}

/** A line of a {@link RowCard}: its parts stand apart, and below each other where they do not fit. */
export function CardLine(props: {
  /** Small and grey: what matters least. */
  quiet?: boolean;
  sx?: BoxProps['sx'];
  children: ReactNode;
}) {
  const { quiet = false, sx, children } = props;
  return (
    <Box
      sx={[
        {
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 1,
        },
        quiet && { color: 'text.secondary', fontSize: 13 },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    >
      {children}
    </Box>
  );
}

/** The name of a row on its card; breaks anywhere. */
export function CardTitle({ children }: { children: ReactNode }) {
  return (
    <Box component="b" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
      {children}
    </Box>
  );
}

/** Where something is, in a cell of two lines: `gke-prod/ecommerce`. */
export function PlaceLines(place: { cluster: string; namespace: string }) {
  const text = `${place.cluster}/${place.namespace}`;
  return (
    <div className="two-lines" title={text}>
      {text}
    </div>
  );
}
