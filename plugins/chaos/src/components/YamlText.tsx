import Box from '@mui/material/Box';
import { CopyButton } from '@slipway/plugin-portal-react';

/** YAML to read and to copy. */
export function YamlText(props: { text: string; label: string }) {
  const { text, label } = props;
  return (
    <Box sx={{ position: 'relative', minWidth: 0 }}>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={label}
        sx={{
          m: 0,
          p: 1.5,
          maxHeight: 420,
          overflow: 'auto',
          fontSize: 13,
          borderRadius: 1,
          bgcolor: 'action.hover',
        }}
      >
        {text}
      </Box>
      <Box sx={{ position: 'absolute', top: 4, right: 12 }}>
        <CopyButton text={text} label={`Copy ${label}`} />
      </Box>
    </Box>
  );
}
