import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import {
  DesignProblem,
  DesignSpec,
  Threshold,
} from '@slipway/plugin-resilience-common';
import { addThreshold, changeThresholds, problemAt } from '../../lib/draft';
import { NumberField } from '../NumberField';
import { ThresholdRow } from './ThresholdRow';

const FIRST_STOP = { byPercent: 50, forSeconds: 30 } as const;

/** What is expected of the service, and when the run is stopped to spare it. */
export function HypothesisStep(props: {
  design: DesignSpec;
  problems: readonly DesignProblem[];
  onChange: (design: DesignSpec) => void;
}) {
  const { design, problems, onChange } = props;
  const { hypothesis } = design;
  const { thresholds } = hypothesis;
  const setThreshold = (index: number, next: Threshold | undefined) =>
    onChange(
      changeThresholds(
        design,
        thresholds.flatMap((one, at) => {
          if (at !== index) return [one];
          return next ? [next] : [];
        }),
      ),
    );
  const setHypothesis = (change: Partial<DesignSpec['hypothesis']>) =>
    onChange({ ...design, hypothesis: { ...hypothesis, ...change } });
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
      <Typography>
        The service withstands the run when all of these hold. The percentage of
        a baseline is of the median before anything is injected.
      </Typography>
      {thresholds.map((threshold, index) => (
        <ThresholdRow
          key={threshold.id}
          threshold={threshold}
          problem={problemAt(problems, `hypothesis.thresholds.${index}`)}
          onChange={next => setThreshold(index, next)}
          onRemove={() => setThreshold(index, undefined)}
        />
      ))}
      {thresholds.length === 0 && (
        <Alert severity="info">
          Without a threshold there is nothing to judge.
        </Alert>
      )}
      <Box>
        <Button
          variant="outlined"
          onClick={() => onChange(addThreshold(design))}
        >
          Add a threshold
        </Button>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <NumberField
          label="Window of each sample"
          unit="s"
          value={hypothesis.windowSeconds}
          problem={problemAt(problems, 'hypothesis.windowSeconds')}
          onChange={windowSeconds => setHypothesis({ windowSeconds })}
        />
        <NumberField
          label="Row that decides"
          unit="samples"
          value={hypothesis.consecutive}
          problem={problemAt(problems, 'hypothesis.consecutive')}
          onChange={consecutive => setHypothesis({ consecutive })}
        />
      </Box>
      <StopFields design={design} problems={problems} onChange={onChange} />
    </Box>
  );
}

function StopFields(props: Parameters<typeof HypothesisStep>[0]) {
  const { design, problems, onChange } = props;
  const { stop } = design;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <FormControlLabel
        control={
          <Switch
            checked={stop !== undefined}
            onChange={event =>
              onChange({
                ...design,
                stop: event.target.checked ? FIRST_STOP : undefined,
              })
            }
          />
        }
        label="Stop at once when a threshold is exceeded by far"
      />
      {stop && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
          <NumberField
            label="Beyond the limit by"
            unit="%"
            value={stop.byPercent}
            problem={problemAt(problems, 'stop.byPercent')}
            onChange={byPercent =>
              onChange({ ...design, stop: { ...stop, byPercent } })
            }
          />
          <NumberField
            label="For"
            unit="s"
            value={stop.forSeconds}
            problem={problemAt(problems, 'stop.forSeconds')}
            onChange={forSeconds =>
              onChange({ ...design, stop: { ...stop, forSeconds } })
            }
          />
        </Box>
      )}
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        A part that fails always stops the run.
      </Box>
    </Box>
  );
}
