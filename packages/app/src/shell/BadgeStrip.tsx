import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useBadge } from './useBadge';

const useStyles = makeStyles(
  theme => ({
    strip: {
      padding: theme.spacing(0.5, 2),
      fontSize: '0.8125rem',
      textAlign: 'center',
      color: 'var(--slipway-state-waiting)',
      backgroundColor: 'var(--slipway-state-waiting-bg)',
      // From here on the side bar shows the badge.
      [theme.breakpoints.up('sm')]: { display: 'none' },
    },
    link: { '&, &:hover': { color: 'inherit' } },
    leads: { textDecoration: 'underline' },
  }),
  { name: 'SlipwayBadgeStrip' },
);

/** The badge on small screens: one line above every page. */
export function BadgeStrip() {
  const classes = useStyles();
  const badge = useBadge();
  if (!badge) {
    return null;
  }
  return (
    <div className={classes.strip} role="note">
      <strong>
        {badge.to ? (
          <Link to={badge.to} className={classes.link}>
            <span className={classes.leads}>{badge.label}</span>
          </Link>
        ) : (
          badge.label
        )}
      </strong>
      {badge.tooltip && ` · ${badge.tooltip}`}
    </div>
  );
}
