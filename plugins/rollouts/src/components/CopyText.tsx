import { CopyButton } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';

/** An identifier with a button that copies it. */
export function CopyText({ text, label }: { text: string; label?: string }) {
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', minWidth: 0 }}
    >
      <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
        {text}
      </Box>
      <CopyButton text={text} label={label ?? `Copy ${text}`} />
    </Box>
  );
}
