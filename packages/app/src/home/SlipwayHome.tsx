import { makeStyles } from '@material-ui/core/styles';
import { Container, PluginHeader } from '@backstage/ui';
import { HomePageLayoutProps } from './alpha';
import HomeIcon from '@mui/icons-material/HomeOutlined';
import { HomeCell } from '@slipway/plugin-portal-react';
import { HomeSearch } from './HomeSearch';
import { CatalogConflicts } from './CatalogConflicts';
import { columnsOf } from './layout';
import { QuickLinks } from './QuickLinks';

const useStyles = makeStyles(
  theme => ({
    toolbar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0),
    },
    grid: {
      display: 'grid',
      gridTemplateColumns: 'repeat(12, minmax(0, 1fr))',
      gap: theme.spacing(2),
      paddingBottom: theme.spacing(3),
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
        '& > *': { gridColumn: '1 / -1 !important' },
      },
    },
  }),
  { name: 'SlipwayHome' },
);

/** The home page: search and quick links, then the widgets in the order of `app.extensions`. */
export function SlipwayHome({ widgets }: HomePageLayoutProps) {
  const classes = useStyles();
  return (
    <>
      <PluginHeader title="Home" icon={<HomeIcon fontSize="inherit" />} />
      <Container>
        <div className={classes.toolbar}>
          <HomeSearch />
          <QuickLinks />
        </div>
        <CatalogConflicts />
        <div className={classes.grid}>
          {widgets.map(widget => (
            <HomeCell
              key={widget.node.spec.id}
              style={{ gridColumn: `span ${columnsOf(widget)}` }}
            >
              {widget.component}
            </HomeCell>
          ))}
        </div>
      </Container>
    </>
  );
}
