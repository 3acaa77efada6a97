import { makeStyles } from '@material-ui/core/styles';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import { SampleUser } from './sampleUsers';

const useStyles = makeStyles(
  theme => ({
    title: {
      margin: theme.spacing(0, 0, 1),
      fontSize: '1.25rem',
      fontWeight: 600,
    },
    list: {
      listStyle: 'none',
      margin: theme.spacing(2, 0),
      padding: 0,
      display: 'grid',
      gap: theme.spacing(1),
    },
    user: {
      width: '100%',
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      columnGap: theme.spacing(2),
      padding: theme.spacing(1.5, 2),
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
      borderRadius: 8,
      color: theme.palette.text.primary,
      backgroundColor: theme.palette.background.paper,
      border: `1px solid ${theme.palette.divider}`,
      '&:hover': { borderColor: theme.palette.primary.main },
    },
    name: { fontWeight: 600 },
    secondary: { color: theme.palette.text.secondary, fontSize: '0.875rem' },
    may: { gridColumn: '1 / -1' },
    notice: {
      color: theme.palette.text.secondary,
      fontSize: '0.875rem',
      margin: 0,
    },
  }),
  { name: 'SlipwayUserList' },
);

/** What can be said of a refused sign-in, and what to do. */
function explain(error: Error | undefined): string {
  if (error?.name === 'NotFoundError' || /404/.test(error?.message ?? '')) {
    return 'The catalog does not have this user yet. It is read in the first seconds after a start: choose again in a moment.';
  }
  return error?.message ?? 'The portal did not say why. Choose again.';
}

/** The sample users as buttons. */
export function UserList(props: {
  users: SampleUser[];
  /** Called with the name of the chosen user. */
  onChoose(name: string): void;
  /** The last try, when it failed. */
  refused?: { name: string; error?: Error };
}) {
  const { users, onChoose, refused } = props;
  const classes = useStyles();
  const refusedUser = users.find(user => user.name === refused?.name);
  return (
    <>
      <h1 className={classes.title}>Sign in as a sample user</h1>
      <p className={classes.notice}>
        No password: these are sample users, and this portal answers on this
        machine only. Everybody sees everything; each may act on what their team
        owns.
      </p>
      {refused && (
        <Alert severity="error" sx={{ mt: 2 }}>
          <AlertTitle>
            {refusedUser?.displayName ?? refused.name} could not sign in
          </AlertTitle>
          {explain(refused.error)}
        </Alert>
      )}
      <ul className={classes.list}>
        {users.map(({ name, displayName, team, may }) => (
          <li key={name}>
            <button
              type="button"
              className={classes.user}
              onClick={() => onChoose(name)}
            >
              <span className={classes.name}>{displayName}</span>
              <span className={classes.secondary}>{team}</span>
              <span className={`${classes.secondary} ${classes.may}`}>
                {may}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
