import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  Approval,
  approversInWords,
  isOpenState,
  isRequester,
} from '@slipway/plugin-approvals-common';
import {
  LiveAnnouncer,
  RelativeTime,
  Section,
  useOwnership,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import {
  launchPath,
  placeText,
  STATE_WORDS,
  outcomeWords,
} from '../../lib/words';
import { StateOf } from '../StateOf';
import { AnswerButtons } from './answerFlow';
import { AskedSection } from './AskedSection';

/** One approval: where it stands, what can be done, and exactly what was asked for. */
export function ApprovalView(props: { approval: Approval; fresh: ReactNode }) {
  const { approval, fresh } = props;
  const { asked, state } = approval;
  const { userRef } = useOwnership();
  const own = userRef !== undefined && isRequester(approval, userRef);
  const launch = own && state === 'allowed' ? launchPath(approval) : undefined;
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
      <LiveAnnouncer message={`The request is ${STATE_WORDS[state].label}.`} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
        }}
      >
        <Typography
          component="h2"
          variant="h5"
          sx={{ overflowWrap: 'anywhere', minWidth: 0 }}
        >
          {asked.words}
        </Typography>
        <StateOf state={state} />
        {fresh}
      </Box>
      <Facts approval={approval} />
      {launch && (
        <Box>
          <Button component={Link} to={launch} variant="contained">
            {asked.action === 'launch'
              ? 'Open to launch as approved'
              : 'Open to do it as approved'}
          </Button>
        </Box>
      )}
      {isOpenState(state) && <AnswerButtons approval={approval} own={own} />}
      <AskedSection approval={approval} />
      <Section title="What became of it">
        <History approval={approval} />
      </Section>
    </Box>
  );
}

function Facts({ approval }: { approval: Approval }) {
  const { asked, requester, reason, needed, expiresAt, state } = approval;
  const facts: Array<[string, ReactNode]> = [
    ['Requester', <EntityRefLink entityRef={requester} defaultKind="user" />],
    ['Reason', reason],
    [
      'Service',
      <EntityRefLink entityRef={asked.entityRef} defaultKind="component" />,
    ],
    ['Where', placeText(asked) ?? 'in no cluster'],
    ['Why it needs approval', needed],
    ['Who may answer', approversInWords(approval.approvers)],
  ];
  if (isOpenState(state)) {
    facts.push([
      state === 'waiting' ? 'Answered until' : 'To be used until',
      <RelativeTime at={expiresAt} />,
    ]);
  }
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gap: 0.75,
        gridTemplateColumns: { xs: '100%', sm: '180px minmax(0, 1fr)' },
        fontSize: 14,
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, overflowWrap: 'anywhere' },
      }}
    >
      {facts.map(([term, value]) => (
        <Box key={term} sx={{ display: 'contents' }}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
    </Box>
  );
}

function History({ approval }: { approval: Approval }) {
  const { requester, askedAt, answer, use, state } = approval;
  const lines: Array<{ at?: string; who?: string; text: string }> = [
    { at: askedAt, who: requester, text: 'asked for it.' },
  ];
  if (answer) {
    const said = state === 'refused' ? 'refused it' : 'allowed it';
    lines.push({
      at: answer.at,
      who: answer.by,
      text: answer.reason ? `${said}: ${answer.reason}` : `${said}.`,
    });
  }
  if (state === 'withdrawn')
    lines.push({ who: requester, text: 'withdrew it.' });
  if (state === 'expired') {
    lines.push({
      at: approval.expiresAt,
      text: answer ? 'It was not used in time.' : 'Nobody answered in time.',
    });
  }
  if (use) {
    lines.push({
      at: use.at,
      who: requester,
      text: `used it. ${outcomeWords(use)}`,
    });
  }
  return (
    <>
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
        {lines.map(({ at, who, text }) => (
          <Box component="li" key={text} sx={{ overflowWrap: 'anywhere' }}>
            {who && <EntityRefLink entityRef={who} defaultKind="user" />} {text}{' '}
            {at && <RelativeTime at={at} />}
          </Box>
        ))}
      </Box>
      {use && use.outcome !== undefined && use.outcome !== 'succeeded' && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          An approval is used once, also by what fails. To try again, ask again.
        </Alert>
      )}
    </>
  );
}
