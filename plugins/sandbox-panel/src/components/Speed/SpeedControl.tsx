import { useApi } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  ActionFailure,
  actionFailure,
  FailureNote,
} from '@slipway/plugin-portal-react';
import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useId, useState } from 'react';
import { sandboxPanelApiRef } from '../../api/SandboxPanelApi';
import { useDemo } from '../../hooks/useDemo';
import { speedWarnings, speedWords } from '../../lib/words';

const CHOICES = [0.1, 0.5, 1, 2, 5, 10];

/** How fast sandbox time goes, and the way to change it. */
export function SpeedControl({ demo }: { demo: PanelDemo }) {
  const { speed, maySetSpeed } = demo;
  const api = useApi(sandboxPanelApiRef);
  const { refresh } = useDemo();
  const titleId = useId();
  const [asked, setAsked] = useState<number>();
  const [failure, setFailure] = useState<ActionFailure>();

  const choose = async (next: number) => {
    if (asked !== undefined || next === speed) return;
    setAsked(next);
    setFailure(undefined);
    try {
      await api.setSpeed(next);
      await refresh();
    } catch (error) {
      setFailure(actionFailure(error));
    } finally {
      setAsked(undefined);
    }
  };

  const warnings = speedWarnings(speed, demo);
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
          <ActionButton
            key={choice}
            label={speedWords(choice)}
            state={
              maySetSpeed.allowed
                ? { enabled: true }
                : { enabled: false, reason: maySetSpeed.reason }
            }
            busy={choice === asked}
            onPress={() => choose(choice)}
            size="small"
            variant={choice === speed ? 'contained' : 'outlined'}
            aria-pressed={choice === speed}
            sx={{ minWidth: 48 }}
          />
        ))}
      </Box>
      {failure && (
        <Box sx={{ mt: 1 }}>
          <FailureNote failure={failure} notDone="The speed was not changed" />
        </Box>
      )}
      {warnings.length > 0 && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {warnings.join(' ')}
        </Alert>
      )}
    </Box>
  );
}
