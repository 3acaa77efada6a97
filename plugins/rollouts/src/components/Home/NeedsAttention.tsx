import { Link } from '@backstage/core-components';
import {
  HomeLine,
  HomeLineNote,
  HomeLinePlace,
  HomeLines,
  RelativeTime,
} from '@slipway/plugin-portal-react';
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

const nothingOf = (total: number) =>
  total === 0
    ? 'No rollouts are known yet.'
    : `Nothing: none of ${total} rollouts is waiting for a user or degraded.`;

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
      <WidgetBody
        live={live}
        ready={known}
        label="Needs attention"
        nothing={items.length === 0 ? nothingOf(total) : undefined}
      >
        <HomeLines>
          {shown.map(({ rollout, belonging }, index) => (
            <li key={`${rollout.ref.cluster}/${rollout.uid}`}>
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
            </li>
          ))}
        </HomeLines>
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
    <HomeLine
      state={<RolloutPhaseChip phase={rollout.phase} />}
      time={attention?.since && <RelativeTime at={attention.since} />}
      next={<NextStepButton rollout={rollout} />}
    >
      {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
      <HomeLinePlace>{`${ref.cluster}/${ref.namespace}`}</HomeLinePlace>
      <HomeLineNote>{attention?.summary}</HomeLineNote>
    </HomeLine>
  );
}
