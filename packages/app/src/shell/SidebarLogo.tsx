import { Link, useSidebarOpenState } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { SlipwayMark } from '@slipway/plugin-portal-app';

const useStyles = makeStyles(
  theme => ({
    logo: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      height: 64,
      paddingLeft: 22,
      color: theme.palette.navigation.selectedColor,
      fontSize: '1.25rem',
      fontWeight: 600,
      letterSpacing: '0.01em',
      '&:hover': { textDecoration: 'none', color: 'inherit' },
    },
  }),
  { name: 'SlipwaySidebarLogo' },
);

/** The mark, and the name while the bar is open. Leads home. */
export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" underline="none" className={classes.logo} aria-label="Slipway">
      <SlipwayMark />
      {isOpen && <span>Slipway</span>}
    </Link>
  );
}
