import Box from '@mui/material/Box';
import { CopyButton } from './CopyButton';

/** A command that does the same, to copy. */
export function CommandLine(props: { command: string }) {
  const { command } = props;
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        gap: 1,
        p: 1,
        borderRadius: 1,
        bgcolor: 'action.hover',
      }}
    >
      <Box
        component="code"
        tabIndex={0}
        aria-label="Equivalent command"
        sx={{
          flex: 1,
          minWidth: 0,
          fontSize: '0.8125rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {command}
      </Box>
      <CopyButton text={command} label="Copy command" />
    </Box>
  );
}
