import { Link } from '@backstage/core-components';
import { RelativeTime } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  NO_FILTERS,
  ROLLOUTS_QUERY,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { useLinks } from '../../hooks/useLinks';
import { useOwnership } from '../../hooks/useOwnership';
import { useRolloutPages } from '../../hooks/useRolloutPages';
import { Belonging, needsAttention } from '../../lib/attention';
import { isLoaded } from '../../lib/pagedRows';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { NextStepButton } from '../Actions/NextStepButton';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { WidgetBody } from './WidgetBody';

const EVERYBODY = {
  filters: { ...NO_FILTERS, attention: true },
  sort: ROLLOUTS_QUERY.defaultSort,
};
const MINE = {
  ...EVERYBODY,
  filters: { ...EVERYBODY.filters, mine: true },
};
const AT_FIRST = 6;
const MOST = 100;

const TITLES: Record<Belonging, string> = {
  mine: 'Mine',
  'my-teams': 'My teams',
  others: 'Others',
};

/** Home: rollouts that need a user, mine first, then my teams', then others; each with its next step. */
export function NeedsAttention() {
  // Two lists, because mine stand first, and may be many pages behind the most urgent of all.
  const mine = useRolloutPages(MINE);
  const everybody = useRolloutPages(EVERYBODY);
  const live = mine.status === 'ready' ? everybody : mine;
  const { known, userRef, refs } = useOwnership();
  const links = useLinks();
  const [all, setAll] = useState(false);
  const items = needsAttention(
    [...mine.rows, ...everybody.rows].filter(isLoaded),
    userRef,
    refs,
  );
  const shown = items.slice(0, all ? MOST : AT_FIRST);
  const total = live.counts?.total ?? 0;
  const list = links.list();
  return (
    <RolloutActionFlow>
      <WidgetBody live={live} ready={known} label="Needs attention">
        {items.length === 0 && (
          <Typography color="text.secondary">
            {total === 0
              ? 'No rollouts are known yet.'
              : `Nothing: none of ${total} rollouts is waiting for a user or degraded.`}
          </Typography>
        )}
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {shown.map(({ rollout, belonging }, index) => (
            <Box
              component="li"
              key={`${rollout.ref.cluster}/${rollout.uid}`}
              sx={{ '& + &': { borderTop: 1, borderColor: 'divider' } }}
            >
              {shown[index - 1]?.belonging !== belonging && (
                <Typography
                  component="h4"
                  variant="overline"
                  color="text.secondary"
                >
                  {TITLES[belonging]}
                </Typography>
              )}
              <AttentionLine rollout={rollout} />
            </Box>
          ))}
        </Box>
        {!all && shown.length < items.length && (
          <Button size="small" onClick={() => setAll(true)}>
            {`Show ${Math.min(items.length, MOST) - shown.length} more`}
          </Button>
        )}
        {everybody.rows.length > MOST && list && (
          <Link to={`${list}?attention=true`}>
            {`See all ${everybody.rows.length}`}
          </Link>
        )}
      </WidgetBody>
    </RolloutActionFlow>
  );
}

function AttentionLine({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref, attention, entity } = rollout;
  const to = links.entityTab(entity, ref) ?? links.rollout(ref);
  return (
    <Box
      sx={{
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
      <RolloutPhaseChip phase={rollout.phase} />
      <Box
        sx={{
          minWidth: 0,
          overflowWrap: 'anywhere',
          gridRow: { xs: 2, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${ref.cluster}/${ref.namespace}`}
        </Box>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {attention?.summary}
        </Box>
      </Box>
      <Box sx={{ fontSize: 13, justifySelf: 'end' }}>
        {attention?.since && <RelativeTime at={attention.since} />}
      </Box>
      <Box
        sx={{
          justifySelf: 'end',
          gridRow: { xs: 3, md: 'auto' },
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        <NextStepButton rollout={rollout} />
      </Box>
    </Box>
  );
}
