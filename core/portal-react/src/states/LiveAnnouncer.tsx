import Box from '@mui/material/Box';

/** Reads a change of state to a screen reader, politely. Always mounted; it speaks when `message` changes. */
export function LiveAnnouncer(props: { message: string }) {
  return (
    <Box
      role="status"
      aria-live="polite"
      aria-atomic="true"
      sx={{
        position: 'absolute',
        width: '1px',
        height: '1px',
        overflow: 'hidden',
        clip: 'rect(0 0 0 0)',
        whiteSpace: 'nowrap',
      }}
    >
      {props.message}
    </Box>
  );
}
