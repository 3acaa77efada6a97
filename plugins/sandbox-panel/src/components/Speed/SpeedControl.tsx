import { useApi } from '@backstage/frontend-plugin-api';
import { DisabledReason, failureMessage } from '@slipway/plugin-portal-react';
import { PanelStory } from '@slipway/plugin-sandbox-panel-common';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { useId, useState } from 'react';
import { sandboxPanelApiRef } from '../../api/SandboxPanelApi';
import { useStory } from '../../hooks/useStory';
import { speedWarnings, speedWords } from '../../lib/words';

const CHOICES = [0.1, 0.5, 1, 2, 5, 10];

/** How fast sandbox time goes, and the way to change it. */
export function SpeedControl({ story }: { story: PanelStory }) {
  const { speed, maySetSpeed } = story;
  const api = useApi(sandboxPanelApiRef);
  const { refresh } = useStory();
  const titleId = useId();
  const [asked, setAsked] = useState<number>();
  const [failure, setFailure] = useState<string>();

  const choose = async (next: number) => {
    setAsked(next);
    setFailure(undefined);
    try {
      await api.setSpeed(next);
      await refresh();
    } catch (error) {
      setFailure(failureMessage(error));
    } finally {
      setAsked(undefined);
    }
  };

  const warnings = speedWarnings(speed, story);
  const choices = CHOICES.includes(speed)
    ? CHOICES
    : [...CHOICES, speed].sort((a, b) => a - b);
  return (
    <Box component="section" aria-labelledby={titleId}>
      <Box
        role="group"
        aria-labelledby={titleId}
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
      >
        <Box id={titleId} component="h2" sx={{ m: 0, fontSize: 15 }}>
          Speed of sandbox time
        </Box>
        {choices.map(choice => (
          <DisabledReason
            key={choice}
            reason={maySetSpeed.allowed ? undefined : maySetSpeed.reason}
          >
            <Button
              size="small"
              variant={choice === speed ? 'contained' : 'outlined'}
              aria-pressed={choice === speed}
              aria-busy={choice === asked}
              onClick={
                asked === undefined && choice !== speed
                  ? () => choose(choice)
                  : undefined
              }
              startIcon={
                choice === asked && (
                  <CircularProgress
                    size={14}
                    color="inherit"
                    aria-label="In progress"
                  />
                )
              }
              sx={{ minWidth: 48 }}
            >
              {speedWords(choice)}
            </Button>
          </DisabledReason>
        ))}
      </Box>
      {failure && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {`The speed was not changed. ${failure}`}
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {warnings.join(' ')}
        </Alert>
      )}
    </Box>
  );
}
