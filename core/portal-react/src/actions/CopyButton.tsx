import CheckIcon from '@mui/icons-material/Check';
import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { withoutIsolates } from '@slipway/plugin-clusters-common';
import { useEffect, useState } from 'react';

type Outcome = 'ready' | 'copied' | 'failed';

/** Puts a text on the clipboard. */
export function CopyButton(props: {
  text: string;
  /** What the button does, default `Copy`: `Copy command`. */
  label?: string;
}) {
  const { text, label = 'Copy' } = props;
  const [outcome, setOutcome] = useState<Outcome>('ready');

  useEffect(() => {
    if (outcome === 'ready') return undefined;
    const timer = setTimeout(() => setOutcome('ready'), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(withoutIsolates(text));
      setOutcome('copied');
    } catch {
      // No clipboard without https or permission; the text itself can still be selected.
      setOutcome('failed');
    }
  };
  const words: Record<Outcome, string> = {
    ready: label,
    copied: 'Copied',
    failed: 'Could not copy; select the text',
  };

  return (
    <Tooltip title={words[outcome]}>
      <IconButton size="small" aria-label={words[outcome]} onClick={copy}>
        {outcome === 'copied' ? (
          <CheckIcon fontSize="inherit" />
        ) : (
          <ContentCopyIcon fontSize="inherit" />
        )}
      </IconButton>
    </Tooltip>
  );
}
