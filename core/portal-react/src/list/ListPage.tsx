import Box from '@mui/material/Box';
import { SourceFreshness, Topic } from '@slipway/plugin-live-common';
import { ComponentType, ReactNode, useMemo } from 'react';
import { useLiveConnection, useLiveTopic } from '../live/hooks';
import { FreshnessNote } from '../states/FreshnessNote';
import { PageFrame } from '../page/PageFrame';
import { LiveGate, NeededPermission } from '../states/LiveGate';
import { SkeletonTable } from '../states/skeletons';

function OwnFreshness(props: { freshness: readonly SourceFreshness[] }) {
  return <FreshnessNote {...props} connection={useLiveConnection()} />;
}

/** The page of a list that one live topic has: loading, refused, failed, how fresh, and its rows. */
export function ListPage<Value>(props: {
  topic: Topic<Record<never, never>, Value>;
  /** What is listed: `faults`. */
  what: string;
  needs: NeededPermission;
  /** What was not lost when it cannot be read. */
  notLost: string;
  /** Shape of the table, which the skeleton has too; `rowHeight` in px. */
  table: { columns: number; rowHeight: number };
  /** How fresh it is. Default: of the portal's own data; `SourcesNote` names clusters. */
  Freshness?: ComponentType<{ freshness: readonly SourceFreshness[] }>;
  /** Stands beside how fresh it is. */
  aside?: ReactNode;
  children: (rows: readonly Value[]) => ReactNode;
}) {
  const { topic, what, needs, notLost, table, aside, children } = props;
  const { Freshness = OwnFreshness } = props;
  const live = useLiveTopic(topic, {});
  const rows = useMemo(() => [...live.items.values()], [live.items]);
  return (
    <PageFrame>
      <LiveGate
        reading={live}
        what={`The list of ${what}`}
        needs={needs}
        notLost={notLost}
        skeleton={
          <SkeletonTable rows={6} {...table} label={`Loading ${what}`} />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              justifyContent: 'space-between',
              gap: 1.5,
            }}
          >
            <Freshness freshness={live.freshness} />
            {aside}
          </Box>
          {children(rows)}
        </Box>
      </LiveGate>
    </PageFrame>
  );
}
