import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const LINKS = [
  { to: '/rollouts', label: 'All rollouts' },
  {
    to: '/catalog?filters[kind]=component&filters[user]=owned',
    label: 'Services I own',
  },
  { to: '/catalog?filters[kind]=system&filters[user]=all', label: 'Systems' },
  { to: '/api-docs', label: 'APIs' },
];

const useStyles = makeStyles(
  theme => ({
    links: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1, 2.5),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
  }),
  { name: 'SlipwayQuickLinks' },
);

/** The places that most visits go to. */
export function QuickLinks() {
  const classes = useStyles();
  return (
    <nav aria-label="Quick links">
      <ul className={classes.links}>
        {LINKS.map(({ to, label }) => (
          <li key={to}>
            <Link to={to}>{label}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
