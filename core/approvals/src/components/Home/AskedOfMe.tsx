import { Link } from '@backstage/core-components';
import Button from '@mui/material/Button';
import { ApprovalRow } from '@slipway/plugin-approvals-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import {
  Countdown,
  HomeLine,
  HomeLineNote,
  HomeLinePlace,
  HomeLines,
  HomeWidget,
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
    <HomeWidget
      what="Approvals asked of me"
      reading={live.status === 'ready' && !known ? { status: 'loading' } : live}
      freshness={live.freshness}
      needs={SEE_APPROVALS}
      lines={1}
      nothing={
        approvals.length === 0 ? 'Nothing waits for your approval.' : undefined
      }
    >
      <HomeLines>
        {approvals.slice(0, MOST).map(approval => (
          <li key={approval.id}>
            <AskedLine approval={approval} />
          </li>
        ))}
      </HomeLines>
      {approvals.length > MOST && (
        <Link to="/approvals?mine=true">{`All ${approvals.length}`}</Link>
      )}
    </HomeWidget>
  );
}

function AskedLine({ approval }: { approval: ApprovalRow }) {
  const { id, asked, requester, reason, expiresAt, state } = approval;
  const to = `/approvals/${id}`;
  return (
    <HomeLine
      state={<StateOf state={state} />}
      time={<Countdown until={expiresAt} due="now" />}
      next={
        <Button component={Link} to={to} size="small" variant="outlined">
          Answer
        </Button>
      }
    >
      <Link to={to}>{asked.words}</Link>
      <HomeLinePlace>{placeText(asked)}</HomeLinePlace>
      <HomeLineNote>{`${shortRef(requester)}: ${reason}`}</HomeLineNote>
    </HomeLine>
  );
}
