import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Step from '@mui/material/Step';
import StepButton from '@mui/material/StepButton';
import StepContent from '@mui/material/StepContent';
import Stepper from '@mui/material/Stepper';
import { ReactNode, useState } from 'react';

/** A step on the way to a launch. */
export interface LaunchStep {
  title: string;
  /** What was chosen, in a few words. */
  summary?: string;
  content: ReactNode;
  /** Whether it can be opened; default yes. */
  open?: boolean;
  /** Whether nothing of it is missing: then it is ticked. */
  done?: boolean;
  /** Whether one may continue from it; default yes. */
  mayContinue?: boolean;
}

/** Steps below each other, one of them open, in any order. */
export function StepList(props: {
  steps: readonly LaunchStep[];
  /** Index of the step that is open at first; default the first one. */
  start?: number;
}) {
  const { steps, start = 0 } = props;
  const [at, setAt] = useState(start);
  return (
    <Stepper nonLinear orientation="vertical" activeStep={at}>
      {steps.map(
        (
          { title, summary, content, open = true, done, mayContinue = true },
          index,
        ) => (
          <Step key={title} completed={Boolean(done) && index !== at}>
            <StepButton
              disabled={!open}
              onClick={() => setAt(index)}
              optional={
                summary && (
                  <Box component="span" sx={{ fontSize: 13 }}>
                    {summary}
                  </Box>
                )
              }
            >
              {title}
            </StepButton>
            <StepContent TransitionProps={{ timeout: 0 }}>
              <Box sx={{ py: 1, minWidth: 0 }}>{content}</Box>
              {index < steps.length - 1 && (
                <Button
                  variant="contained"
                  disabled={!mayContinue}
                  onClick={() => setAt(index + 1)}
                >
                  Continue
                </Button>
              )}
            </StepContent>
          </Step>
        ),
      )}
    </Stepper>
  );
}
