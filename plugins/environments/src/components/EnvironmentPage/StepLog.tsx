import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { Step, STEP_WORDS } from '@slipway/plugin-environments-common';
import { CopyButton, failureMessage } from '@slipway/plugin-portal-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStepLog } from '../../hooks/useStepLog';
import { plainLog } from '../../lib/ansi';

/** px from the end at which a reader counts as being at the end. */
const NEAR_END = 24;

const emptyWords = (ended: boolean) =>
  ended ? 'It wrote nothing.' : 'It has written nothing yet.';

/** The masked log of a step. While it is followed its end stays in sight; scrolling back ends that. */
export function StepLog(props: {
  environment: string;
  operationId: string;
  step: Step;
}) {
  const { environment, operationId, step } = props;
  const log = useStepLog(environment, operationId, step);
  const text = useMemo(() => plainLog(log.text), [log.text]);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, text]);
  return (
    <Box sx={{ mt: 0.5 }}>
      <Box
        ref={box}
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={`Log of ${STEP_WORDS[step.name]}`}
        onScroll={({
          currentTarget: { scrollHeight, scrollTop, clientHeight },
        }) => setFollow(scrollHeight - scrollTop - clientHeight <= NEAR_END)}
        sx={{
          m: 0,
          p: 1,
          maxHeight: 320,
          overflow: 'auto',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          fontSize: 12.5,
          bgcolor: 'action.hover',
          borderRadius: 1,
        }}
      >
        {log.cut && '(older lines are not shown)\n'}
        {text === '' ? emptyWords(log.ended) : text}
      </Box>
      {log.error && (
        <Box role="status" sx={{ fontSize: 13 }}>
          {`The log could not be read further: ${failureMessage(
            log.error,
          )} It is asked for again.`}
        </Box>
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', fontSize: 13 }}>
        {!log.ended && (
          <FormControlLabel
            control={
              <Checkbox
                size="small"
                checked={follow}
                onChange={(_, on) => setFollow(on)}
              />
            }
            label="Follow"
          />
        )}
        <CopyButton text={text} label="Copy the log" />
        <Box component="span" sx={{ color: 'text.secondary' }}>
          Secrets are masked.
        </Box>
      </Box>
    </Box>
  );
}
