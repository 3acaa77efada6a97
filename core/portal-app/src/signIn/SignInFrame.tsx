import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { SlipwayMark } from '../logo/SlipwayMark';

const useStyles = makeStyles(
  theme => ({
    page: {
      minHeight: '100vh',
      display: 'flex',
      justifyContent: 'center',
      alignItems: 'flex-start',
      padding: theme.spacing(8, 2, 4),
      boxSizing: 'border-box',
      color: theme.palette.text.primary,
      backgroundColor: theme.palette.background.default,
      [theme.breakpoints.down('xs')]: { paddingTop: theme.spacing(3) },
    },
    column: { width: '100%', maxWidth: 560 },
    brand: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      margin: theme.spacing(0, 0, 3),
      fontSize: '1.75rem',
      fontWeight: 600,
    },
  }),
  { name: 'SlipwaySignInFrame' },
);

/** The name of the portal above the way to sign in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <div className={classes.brand}>
          <SlipwayMark size={40} />
          Slipway
        </div>
        {children}
      </div>
    </main>
  );
}
