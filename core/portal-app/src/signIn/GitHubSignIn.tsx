import { Progress, UserIdentity } from '@backstage/core-components';
import { githubAuthApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { makeStyles } from '@material-ui/core/styles';
import GitHubIcon from '@mui/icons-material/GitHub';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useCallback, useEffect, useState } from 'react';
import { SignInFrame } from './SignInFrame';

const useStyles = makeStyles(
  theme => ({
    title: {
      margin: theme.spacing(0, 0, 2),
      fontSize: '1.25rem',
      fontWeight: 600,
    },
  }),
  { name: 'SlipwayGitHubSignIn' },
);

/** Signs in with GitHub: at once when the browser still has a session, else by the button, which opens a window. */
export function GitHubSignIn({
  onSignInSuccess,
}: Pick<SignInPageProps, 'onSignInSuccess'>) {
  const classes = useStyles();
  const authApi = useApi(githubAuthApiRef);
  const [looking, setLooking] = useState(true);
  const [error, setError] = useState<Error>();

  const signIn = useCallback(
    async (options: { optional: true } | { instantPopup: true }) => {
      setError(undefined);
      try {
        const session = await authApi.getBackstageIdentity(options);
        if (session) {
          onSignInSuccess(
            UserIdentity.create({
              identity: session.identity,
              authApi,
            }),
          );
          return;
        }
      } catch (e) {
        setError(e instanceof Error ? e : new Error(String(e)));
      }
      setLooking(false);
    },
    [authApi, onSignInSuccess],
  );

  useEffect(() => {
    signIn({ optional: true });
  }, [signIn]);

  if (looking) {
    return <Progress />;
  }
  return (
    <SignInFrame>
      <h1 className={classes.title}>Sign in</h1>
      {error && (
        <Alert severity="error" sx={{ mb: 2 }}>
          <AlertTitle>GitHub did not sign you in</AlertTitle>
          {error.message}
        </Alert>
      )}
      <Button
        variant="contained"
        size="large"
        startIcon={<GitHubIcon />}
        onClick={() => signIn({ instantPopup: true })}
      >
        Sign in with GitHub
      </Button>
    </SignInFrame>
  );
}
