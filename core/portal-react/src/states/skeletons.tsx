import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';

const STILL = {
  '@media (prefers-reduced-motion: reduce)': {
    '& .MuiSkeleton-root': { animation: 'none' },
  },
};

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Stands where a table will be, in its final shape. */
export function SkeletonTable(props: {
  /** Default 8. */
  rows?: number;
  /** Default 5. */
  columns?: number;
  /** Height of one row in px, default 48. */
  rowHeight?: number;
  /** For screen readers, default `Loading`. */
  label?: string;
}) {
  const { rows = 8, columns = 5, rowHeight = 48, label = 'Loading' } = props;
  return (
    <Box role="status" aria-label={label} aria-busy="true" sx={STILL}>
      {numbers(rows).map(row => (
        <Box
          key={row}
          sx={{
            display: 'grid',
            gridTemplateColumns: `2fr repeat(${columns - 1}, 1fr)`,
            gap: 2,
            alignItems: 'center',
            height: rowHeight,
          }}
        >
          {numbers(columns).map(column => (
            <Skeleton key={column} variant="text" />
          ))}
        </Box>
      ))}
    </Box>
  );
}

/** Stands where a card will be, in its final shape. */
export function SkeletonCard(props: {
  /** Lines below the title, default 3. */
  lines?: number;
  /** Smallest height in px. */
  minHeight?: number;
  /** For screen readers, default `Loading`. */
  label?: string;
}) {
  const { lines = 3, minHeight, label = 'Loading' } = props;
  return (
    <Paper
      variant="outlined"
      role="status"
      aria-label={label}
      aria-busy="true"
      sx={{ p: 2, minHeight, ...STILL }}
    >
      <Skeleton variant="text" width="40%" sx={{ fontSize: '1.25rem' }} />
      {numbers(lines).map(line => (
        <Skeleton key={line} variant="text" />
      ))}
    </Paper>
  );
}

/** Stands where the page of one thing will be: its head and a first part. */
export function SkeletonPage(props: {
  /** For screen readers: `Loading the run`. */
  label: string;
  /** Lines of the part, default 6. */
  lines?: number;
}) {
  const { label, lines = 6 } = props;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <SkeletonCard lines={2} label={label} />
      <SkeletonCard lines={lines} />
    </Box>
  );
}
