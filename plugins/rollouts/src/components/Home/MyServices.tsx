import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { FactColumn, FactNote, FactTable } from '@slipway/plugin-portal-react';
import {
  NO_FILTERS,
  ROLLOUTS_QUERY,
  RolloutSummary,
  trafficNote,
} from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { useOwnership } from '../../hooks/useOwnership';
import { useRolloutPages } from '../../hooks/useRolloutPages';
import { isLoaded } from '../../lib/pagedRows';
import { stepsShort } from '../../lib/words';
import { AroundRollout, Figure } from '../Figure';
import { ImageTags } from '../ImageTags';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { WidgetBody } from './WidgetBody';

const MINE = {
  filters: { ...NO_FILTERS, mine: true },
  sort: ROLLOUTS_QUERY.defaultSort,
};
const AT_FIRST = 8;
/** Each row is a topic of the stream, which takes 50. */
const MOST = 40;

const shortStrategy = ({ strategy }: RolloutSummary) =>
  strategy === 'blueGreen' ? 'blue-green' : 'no steps';

function Service({ rollout }: { rollout: RolloutSummary }) {
  const links = useLinks();
  const { ref, entity } = rollout;
  const to = links.entityTab(entity, ref) ?? links.rollout(ref);
  return (
    <>
      {to ? <Link to={to}>{ref.name}</Link> : <b>{ref.name}</b>}
      <FactNote>{`${ref.cluster}/${ref.namespace}`}</FactNote>
    </>
  );
}

function Steps({ rollout }: { rollout: RolloutSummary }) {
  const note = trafficNote(rollout);
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <span>{stepsShort(rollout) ?? shortStrategy(rollout)}</span>
        <Box sx={{ flex: 1, minWidth: 110 }}>
          <CompactWeightBar weights={rollout} />
        </Box>
      </Box>
      {note && <FactNote>{note}</FactNote>}
    </>
  );
}

const COLUMNS: ReadonlyArray<FactColumn<RolloutSummary>> = [
  { title: 'Service', cell: rollout => <Service rollout={rollout} /> },
  {
    title: 'Rollout',
    cell: ({ phase, message }) => (
      <RolloutPhaseChip phase={phase} detail={message} />
    ),
  },
  { title: 'Step and weight', cell: rollout => <Steps rollout={rollout} /> },
  { title: 'Version', cell: rollout => <ImageTags rollout={rollout} /> },
  {
    title: 'Success rate, stable',
    figure: true,
    cell: () => (
      <Figure metric="successRate" title="success rate" unit="ratio" />
    ),
  },
  {
    title: 'p95, stable',
    figure: true,
    cell: () => <Figure metric="latencyP95" title="p95" unit="ms" />,
  },
];

/** Home: the services that I or my teams own, with their releases and golden metrics, live. */
export function MyServices() {
  const live = useRolloutPages(MINE);
  const { known } = useOwnership();
  const links = useLinks();
  const [all, setAll] = useState(false);
  const { rows } = live;
  const shown = rows.slice(0, all ? MOST : AT_FIRST).filter(isLoaded);
  const list = links.list();
  return (
    <WidgetBody
      live={live}
      ready={known}
      label="My services"
      nothing={
        rows.length === 0 ? (
          <>
            You and your teams own no service with a rollout.{' '}
            {list && <Link to={list}>See all rollouts</Link>}
          </>
        ) : undefined
      }
    >
      {rows.length > 0 && (
        <FactTable
          label="My services"
          rows={shown}
          keyOf={({ ref, uid }) => `${ref.cluster}/${uid}`}
          columns={COLUMNS}
          Around={AroundRollout}
        />
      )}
      {!all && shown.length < rows.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${Math.min(rows.length, MOST) - shown.length} more`}
        </Button>
      )}
      {rows.length > MOST && list && (
        <Link to={`${list}?mine=true`}>{`See all ${rows.length}`}</Link>
      )}
    </WidgetBody>
  );
}
