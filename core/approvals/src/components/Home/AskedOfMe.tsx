import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ApprovalRow } from '@slipway/plugin-approvals-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import {
  Countdown,
  LiveGate,
  SkeletonTable,
  SourcesNote,
  useAskedOfMe,
} from '@slipway/plugin-portal-react';
import { placeText, SEE_APPROVALS } from '../../lib/words';
import { StateOf } from '../StateOf';

/** Most lines; the page of approvals has all. */
const MOST = 5;

/** Home: approvals that wait for the signed-in user, what runs out first. */
export function AskedOfMe() {
  const { live, known, approvals } = useAskedOfMe();
  return (
    <LiveGate
      reading={live.status === 'ready' && !known ? { status: 'loading' } : live}
      what="Approvals asked of me"
      needs={SEE_APPROVALS}
      skeleton={
        <SkeletonTable
          rows={1}
          columns={4}
          label="Loading approvals asked of me"
        />
      }
    >
      <SourcesNote freshness={live.freshness} />
      {approvals.length === 0 ? (
        <Typography color="text.secondary">
          Nothing waits for your approval.
        </Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {approvals.slice(0, MOST).map(approval => (
            <Line key={approval.id} approval={approval} />
          ))}
        </Box>
      )}
      {approvals.length > MOST && (
        <Link to="/approvals?mine=true">{`All ${approvals.length}`}</Link>
      )}
    </LiveGate>
  );
}

function Line({ approval }: { approval: ApprovalRow }) {
  const { id, asked, requester, reason, expiresAt, state } = approval;
  const to = `/approvals/${id}`;
  return (
    <Box
      component="li"
      sx={{
        '& + &': { borderTop: 1, borderColor: 'divider' },
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) auto',
          md: '120px minmax(0, 1fr) 90px 96px',
        },
        gap: 1,
        alignItems: 'center',
        py: 0.75,
        fontSize: 14,
      }}
    >
      <StateOf state={state} />
      <Box
        sx={{
          minWidth: 0,
          overflowWrap: 'anywhere',
          gridRow: { xs: 2, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        <Link to={to}>{asked.words}</Link>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${placeText(asked) ?? ''}`}
        </Box>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {`${shortRef(requester)}: ${reason}`}
        </Box>
      </Box>
      <Box sx={{ fontSize: 13, justifySelf: 'end' }}>
        <Countdown until={expiresAt} due="now" />
      </Box>
      <Box
        sx={{
          justifySelf: 'end',
          gridRow: { xs: 3, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        <Button component={Link} to={to} size="small" variant="outlined">
          Answer
        </Button>
      </Box>
    </Box>
  );
}
