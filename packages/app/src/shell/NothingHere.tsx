import { Content, Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useLocation } from 'react-router-dom';

const useStyles = makeStyles(
  theme => ({
    address: {
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'SlipwayNothingHere' },
);

/** Shown for an address that no page answers. */
export function NothingHere() {
  const classes = useStyles();
  const { pathname } = useLocation();
  return (
    <Content>
      <h1>There is nothing at this address</h1>
      <p className={classes.address}>{pathname}</p>
      <p>
        The page may have moved, you may not be allowed to see it (the template
        editor is for the platform group), or the plugin that brings it is not
        installed. Look in the <Link to="/catalog">catalog</Link> or{' '}
        <Link to="/search">search</Link>.
      </p>
    </Content>
  );
}
