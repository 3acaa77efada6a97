import { VisuallyHidden } from '@slipway/plugin-portal-react';
import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import PauseIcon from '@mui/icons-material/Pause';
import PlayArrowIcon from '@mui/icons-material/PlayArrow';
import Box from '@mui/material/Box';
import { RolloutCore, StepView } from '@slipway/plugin-rollouts-common';
import { stepsText } from '../../lib/words';

const LOOKS: Record<
  StepView['state'],
  { words: string; colour: string; icon?: typeof CheckIcon }
> = {
  done: { words: 'done', colour: 'healthy', icon: CheckIcon },
  current: { words: 'running now', colour: 'progressing', icon: PlayArrowIcon },
  waiting: { words: 'waiting', colour: 'waiting', icon: PauseIcon },
  failed: { words: 'failed', colour: 'degraded', icon: CloseIcon },
  upcoming: { words: 'to come', colour: 'unknown' },
};

function Step({ step, last }: { step: StepView; last: boolean }) {
  const { words, colour, icon: Icon } = LOOKS[step.state];
  const now = step.state === 'current' || step.state === 'waiting';
  return (
    <Box
      component="li"
      aria-current={now ? 'step' : undefined}
      data-state={step.state}
      sx={{ display: 'flex', alignItems: 'center' }}
    >
      <Box
        sx={{
          display: 'inline-flex',
          alignItems: 'center',
          gap: 0.75,
          px: 1,
          py: 0.5,
          borderRadius: 4,
          border: 1,
          borderStyle: step.state === 'upcoming' ? 'dashed' : 'solid',
          borderColor: `var(--slipway-state-${colour})`,
          bgcolor:
            step.state === 'upcoming'
              ? 'transparent'
              : `var(--slipway-state-${colour}-bg)`,
          color: `var(--slipway-state-${colour})`,
          fontWeight: now ? 700 : 400,
          fontSize: 13,
          whiteSpace: 'nowrap',
        }}
      >
        {Icon ? (
          <Icon sx={{ fontSize: 16 }} aria-hidden />
        ) : (
          <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
            {step.index + 1}
          </Box>
        )}
        <Box
          component="span"
          title={step.message ? `${step.label}: ${step.message}` : step.label}
          sx={{
            maxWidth: 200,
            overflow: 'hidden',
            textOverflow: 'ellipsis',
          }}
        >
          {step.label}
        </Box>
        <VisuallyHidden>
          {`, step ${step.index + 1}, ${words}${
            step.message ? `: ${step.message}` : ''
          }`}
        </VisuallyHidden>
      </Box>
      {!last && (
        <Box
          aria-hidden
          sx={{ width: 12, height: 0, borderTop: 2, borderColor: 'divider' }}
        />
      )}
    </Box>
  );
}

/** The steps of a canary in order, each with its state as colour, icon and word. */
export function StepsPicture({
  core,
}: {
  core: Pick<RolloutCore, 'steps' | 'stepIndex' | 'stepCount' | 'strategy'>;
}) {
  return (
    <Box>
      <Box
        data-testid="rollout-step"
        sx={{ color: 'text.secondary', fontSize: 13, mb: 0.75 }}
      >
        {stepsText(core)}
      </Box>
      {core.steps.length > 0 && (
        <Box
          component="ol"
          aria-label="Steps of the release"
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            rowGap: 1,
            listStyle: 'none',
            m: 0,
            p: 0,
          }}
        >
          {core.steps.map(step => (
            <Step
              key={step.index}
              step={step}
              last={step.index === core.steps.length - 1}
            />
          ))}
        </Box>
      )}
      {core.steps
        .filter(({ message, state }) => message && state !== 'failed')
        .map(step => (
          <Box
            key={step.index}
            sx={{ mt: 0.75, fontSize: 13, overflowWrap: 'anywhere' }}
          >
            {`Step ${step.index + 1}, ${step.label}: ${step.message}`}
          </Box>
        ))}
    </Box>
  );
}
