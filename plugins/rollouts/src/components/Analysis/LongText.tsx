import { CopyButton } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { shortened } from '@slipway/plugin-rollouts-common';
import { useState } from 'react';

/** A text as it was recorded: cut short when it is long, whole at a press and when copied. */
export function LongText(props: {
  text: string;
  /** What it is, for the button that copies it: `value`. */
  what: string;
  length?: number;
}) {
  const { text, what, length = 80 } = props;
  const [whole, setWhole] = useState(false);
  const short = shortened(text, length);
  const cut = short !== text;
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        minWidth: 0,
        maxWidth: '100%',
      }}
    >
      <Box
        component="span"
        sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap', minWidth: 0 }}
      >
        {whole ? text : short}
      </Box>
      {cut && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? 'Show less' : 'Show all'}
        </Button>
      )}
      {cut && <CopyButton text={text} label={`Copy ${what}`} />}
    </Box>
  );
}
