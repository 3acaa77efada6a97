import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import {
  EnvironmentRow,
  environmentsListTopic,
} from '@slipway/plugin-environments-common';
import {
  HomeLine,
  HomeLineNote,
  HomeLinePlace,
  HomeLines,
  HomeWidget,
  RelativeTime,
  StateChip,
  useLiveTopic,
  useNow,
  useOwnership,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { Attention, needingAttention } from '../../lib/attention';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { CLOUD_WORDS, stateChip } from '../../lib/words';
import { environmentRouteRef } from '../../routes';
import { EndNote } from '../Chips';

/** A minute: what is due changes slowly. */
const STEP_MS = 60_000;

/** Home: environments of mine that failed, wait for somebody, end soon or drifted. Takes no room where there is none. */
export function EnvironmentsOfMine() {
  const live = useLiveTopic(environmentsListTopic, {});
  const { known, refs } = useOwnership();
  const minute = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const needing = useMemo(
    () => needingAttention(live.items.values(), refs, minute),
    [live.items, refs, minute],
  );
  return (
    <HomeWidget
      what="My environments"
      reading={live.status === 'ready' && !known ? { status: 'loading' } : live}
      freshness={live.freshness}
      needs={SEE_ENVIRONMENTS}
      lines={1}
      nothing={
        needing.length === 0
          ? 'No environment of yours needs anything.'
          : undefined
      }
      collapses
    >
      <HomeLines>
        {needing.map(({ row, why }) => (
          <li key={row.name}>
            <AttentionLine row={row} why={why} />
          </li>
        ))}
      </HomeLines>
    </HomeWidget>
  );
}

const NEXT: Readonly<Record<Attention, string>> = {
  failed: 'Retry',
  'lock-held': 'Look',
  waiting: 'Read plan',
  ends: 'Extend',
  drifted: 'Look',
};

function AttentionLine({ row, why }: { row: EnvironmentRow; why: Attention }) {
  const to = useRouteRef(environmentRouteRef)?.({ name: row.name });
  return (
    <HomeLine
      state={<AttentionChip row={row} why={why} />}
      time={
        why === 'ends' ? (
          <EndNote row={row} />
        ) : (
          <RelativeTime at={row.updatedAt} />
        )
      }
      next={
        to && (
          <Button
            component={Link}
            to={to}
            size="small"
            variant="outlined"
            sx={{ textDecoration: 'none' }}
            aria-label={`${NEXT[why]}: ${row.name}`}
          >
            {NEXT[why]}
          </Button>
        )
      }
    >
      {to ? <Link to={to}>{row.name}</Link> : row.name}
      <HomeLinePlace>{`${CLOUD_WORDS[row.cloud]}, ${row.tier}`}</HomeLinePlace>
      <HomeLineNote>
        {why === 'drifted' ? row.drift?.reasons[0] : row.reason}
      </HomeLineNote>
    </HomeLine>
  );
}

function AttentionChip({ row, why }: { row: EnvironmentRow; why: Attention }) {
  if (why === 'ends') return <StateChip state="waiting" label="Ends soon" />;
  if (why === 'drifted') return <StateChip state="waiting" label="Drifted" />;
  const { label, state } = stateChip(row);
  return <StateChip state={state} label={label} />;
}
