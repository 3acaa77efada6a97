import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { cronProblem, nextTimes } from '@slipway/plugin-loadtest-common';
import { formatAbsolute } from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { LaunchChoice } from '../../lib/launchChoice';
import { cronInWords } from '../../lib/cronInWords';
import { ScheduleButton } from '../Actions/scheduleFlows';

/** When the chosen load test starts by itself; the text stands in the address. */
export function ScheduleForm({ choice }: { choice: LaunchChoice }) {
  const [query, setQuery] = useSearchParams();
  const cron = (query.get('cron') ?? '').trim();
  const now = new Date();
  const problem = cron ? cronProblem(cron, now) : undefined;
  const { profile, runner } = choice.draft;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, justifyItems: 'start' }}>
      <TextField
        size="small"
        label="Starts at (UTC)"
        placeholder="0 3 * * 1"
        value={query.get('cron') ?? ''}
        onChange={event =>
          setQuery(
            old => {
              const next = new URLSearchParams(old);
              if (event.target.value) next.set('cron', event.target.value);
              else next.delete('cron');
              return next;
            },
            { replace: true },
          )
        }
        error={problem !== undefined}
        helperText={
          problem ??
          (cron
            ? `${cronInWords(cron)}. Next: ${nextTimes(cron, now, 3)
                .map(time => formatAbsolute(time.getTime()))
                .join('; ')}.`
            : 'Five fields: minute, hour, day of the month, month, day of the week.')
        }
        sx={{ width: 420, maxWidth: '100%' }}
      />
      <ScheduleButton
        subject={choice.subject}
        draft={{ profile, runner, ...(cron ? { cron } : {}) }}
      />
    </Box>
  );
}
