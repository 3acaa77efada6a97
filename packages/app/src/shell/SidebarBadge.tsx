import { Link, useSidebarOpenState } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@mui/material/Tooltip';
import { useBadge } from './useBadge';

const useStyles = makeStyles(
  theme => ({
    badge: {
      display: 'block',
      margin: theme.spacing(0, 1, 1),
      padding: theme.spacing(0.25, 0.5),
      borderRadius: 4,
      fontSize: '0.6875rem',
      fontWeight: 600,
      lineHeight: 1.4,
      textAlign: 'center',
      overflowWrap: 'anywhere',
      color: 'var(--slipway-state-waiting)',
      backgroundColor: 'var(--slipway-state-waiting-bg)',
      '&, &:hover': { textDecoration: 'none' },
    },
    leads: { textDecoration: 'underline' },
  }),
  { name: 'SlipwaySidebarBadge' },
);

/** The badge in the side bar, a link where there is a page about it; the explanation stands beside it while the bar is open. */
export function SidebarBadge() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const badge = useBadge();
  if (!badge) {
    return null;
  }
  const { label, tooltip, to } = badge;
  const words = (
    <>
      <span className={to && classes.leads}>{label}</span>
      {isOpen && tooltip && <div>{tooltip}</div>}
    </>
  );
  return (
    <Tooltip title={tooltip ?? ''} placement="right" describeChild>
      {to ? (
        <Link to={to} className={classes.badge}>
          {words}
        </Link>
      ) : (
        <span className={classes.badge} role="note">
          {words}
        </span>
      )}
    </Tooltip>
  );
}
