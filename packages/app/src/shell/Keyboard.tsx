import { makeStyles } from '@material-ui/core/styles';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { keysAreTaken, searchField, SHORTCUTS } from './shortcuts';

/** How long a page may take to show its search field after `/` led there. */
const FIELD_WITHIN_MS = 10_000;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gridTemplateColumns: 'auto 1fr',
      gap: theme.spacing(1.25, 2),
      alignItems: 'baseline',
      margin: 0,
    },
    keys: { display: 'flex', gap: theme.spacing(0.5) },
    what: { margin: 0 },
    key: {
      minWidth: '1.75em',
      padding: theme.spacing(0.125, 0.75),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: 4,
      fontFamily: 'inherit',
      fontSize: '0.8125rem',
      textAlign: 'center',
    },
  }),
  { name: 'SlipwayKeyboard' },
);

function focusSearch(field: HTMLInputElement) {
  field.focus();
  field.select();
}

/** Puts the cursor into the search field as soon as the page shows one. Returns how to stop waiting. */
function focusSearchWhenThere(): () => void {
  const observer = new MutationObserver(() => {
    const field = searchField();
    if (field) {
      observer.disconnect();
      focusSearch(field);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), FIELD_WITHIN_MS);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** The keys that work on every page: `/` searches, `?` lists them. A page that answers a key itself goes first. */
export function Keyboard() {
  const classes = useStyles();
  const navigate = useNavigate();
  const titleId = useId();
  const [open, setOpen] = useState(false);

  // Outlives the effect below, which starts again with every change of the address.
  const stopWaiting = useRef(() => {});
  useEffect(() => () => stopWaiting.current(), []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
      if (event.altKey || keysAreTaken(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        setOpen(true);
      } else if (event.key === '/') {
        event.preventDefault();
        stopWaiting.current();
        const field = searchField();
        if (field) {
          focusSearch(field);
        } else {
          stopWaiting.current = focusSearchWhenThere();
          navigate('/search');
        }
      }
    };
    // Pages listen on the document: they come first.
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [navigate]);

  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      aria-labelledby={titleId}
      transitionDuration={0}
    >
      <DialogTitle id={titleId}>Keys</DialogTitle>
      <DialogContent>
        <dl className={classes.list}>
          {SHORTCUTS.map(({ keys, what }) => (
            <div key={what} style={{ display: 'contents' }}>
              <dt className={classes.keys}>
                {keys.map(key => (
                  <kbd key={key} className={classes.key}>
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd className={classes.what}>{what}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => setOpen(false)}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
