import Box from '@mui/material/Box';
import {
  cronWords,
  FaultDetail,
  historyText,
  missedRunsText,
  policyText,
  scheduleFacts,
} from '@slipway/plugin-chaos-common';
import {
  Countdown,
  RelativeTime,
  Section,
  formatAbsolute,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { specOf } from '../../lib/manifest';
import { ChildTable } from '../FaultPage/ChildTable';

/** When a Schedule starts, what it does with what was missed, and what it started. */
export function ScheduleSection(props: { detail: FaultDetail; gone: boolean }) {
  const { detail, gone } = props;
  const { core, children } = detail;
  const facts = scheduleFacts(specOf(core));
  const words = cronWords(facts.expression);
  const starts = gone ? [] : core.nextStarts ?? [];
  const noStart =
    core.state === 'paused'
      ? 'None while it is paused.'
      : 'None: its schedule cannot be read, or no date fits it.';
  return (
    <>
      <Section title="Schedule">
        <Box
          component="dl"
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: '1fr', sm: 'auto 1fr' },
            columnGap: 2,
            rowGap: 0.5,
            m: 0,
            '& dt': { color: 'text.secondary' },
            '& dd': { m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: 'anywhere' },
          }}
        >
          <Fact name="Starts">
            {words ? `${words} ` : ''}
            <Box component="code" sx={{ fontSize: 13 }}>
              {facts.expression}
            </Box>
          </Fact>
          <Fact name="Next starts">
            {starts.length === 0 && noStart}
            {starts.map((start, index) => (
              <Box key={start}>
                {formatAbsolute(start)}
                {index === 0 && (
                  <>
                    {', in '}
                    <Countdown until={start} due="now" />
                  </>
                )}
              </Box>
            ))}
          </Fact>
          <Fact name="Last start">
            {core.lastScheduledAt ? (
              <RelativeTime at={core.lastScheduledAt} />
            ) : (
              'none yet'
            )}
          </Fact>
          <Fact name="While one runs">{policyText(facts)}</Fact>
          <Fact name="Missed starts">{missedRunsText(facts)}</Fact>
          <Fact name="History">{historyText(facts)}</Fact>
        </Box>
      </Section>
      <Section title="What it started" count={children.length}>
        {children.length > 0 ? (
          <ChildTable rows={children} />
        ) : (
          <Box sx={{ color: 'text.secondary' }}>
            Nothing of what it started is there.
          </Box>
        )}
      </Section>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
