import Button from '@mui/material/Button';
import { MouseEvent } from 'react';

/** A link within the portal for a toast, which stands outside the router. */
export function WatchLink(props: { to: string; onFollow: () => void }) {
  const { to, onFollow } = props;
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onFollow();
  };
  return (
    <Button
      size="small"
      variant="outlined"
      href={to}
      onClick={follow}
      // The toast has its own colours, dark in both themes.
      sx={{ color: 'var(--bui-fg-primary)', borderColor: 'currentcolor' }}
    >
      Watch its rollout
    </Button>
  );
}
