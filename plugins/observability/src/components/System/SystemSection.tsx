import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { formatWindow } from '@slipway/plugin-metrics-common';
import { SystemPlace, SystemView } from '@slipway/plugin-observability-common';
import {
  FreshnessNote,
  LiveAnnouncer,
  LiveGate,
  PartialNote,
  RelativeTime,
  Section,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { lazy, Suspense, useState } from 'react';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { systemPlaceKey } from '../../lib/system';
import { GoingOn } from './GoingOn';
import { SystemTable } from './SystemTable';
import { useSystemGraph } from './useSystemGraph';

// The layout is heavy and is not needed before the graph is there.
const SystemPicture = lazy(() =>
  import('./SystemPicture').then(m => ({ default: m.SystemPicture })),
);

const skeleton = <Skeleton variant="rounded" height={360} />;
/** A graph cannot be read where it is narrower: the same as a list. */
const TOO_NARROW = 'screen and (max-width: 760px)';

/** The services of a system in one place: a graph, or the same as tables. */
export function SystemSection(props: {
  view: SystemView;
  place: SystemPlace;
  onPlace: (key: string) => void;
}) {
  const { view, place, onPlace } = props;
  const { graph, traffic, read, missing } = useSystemGraph(view, place);
  const connection = useLiveConnection();
  const narrow = useMediaQuery(TOO_NARROW);
  const [wanted, setWanted] = useState(false);
  const asTable = narrow || wanted;
  const degraded = graph.nodes
    .filter(({ health }) => health === 'degraded')
    .map(({ title }) => title);
  return (
    <Section title="Services">
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 1.5,
            pt: 1,
          }}
        >
          <TextField
            select
            size="small"
            label="Where"
            value={systemPlaceKey(place)}
            onChange={({ target }) => onPlace(target.value)}
            sx={{ minWidth: 200, maxWidth: '100%' }}
          >
            {view.places.map(one => (
              <MenuItem key={systemPlaceKey(one)} value={systemPlaceKey(one)}>
                {systemPlaceKey(one)}
              </MenuItem>
            ))}
          </TextField>
          <FreshnessNote
            freshness={traffic.freshness}
            connection={connection}
          />
          <Typography variant="body2" color="text.secondary" sx={{ flex: 1 }}>
            {read && (
              <>
                {read.over && `Rates over ${formatWindow(read.over)}, `}
                asked <RelativeTime at={read.at} />
              </>
            )}
          </Typography>
          {!narrow && (
            <Button
              size="small"
              color="inherit"
              aria-pressed={asTable}
              onClick={() => setWanted(!wanted)}
            >
              View graph as table
            </Button>
          )}
        </Box>
        <PartialNote missing={missing} />
        <LiveAnnouncer
          message={
            degraded.length > 0
              ? `Degraded: ${degraded.join(', ')}`
              : 'No service is degraded'
          }
        />
        <LiveGate
          reading={traffic}
          what="What is measured of this system"
          needs={SEE_OBSERVABILITY}
          skeleton={skeleton}
        >
          {asTable ? (
            <SystemTable graph={graph} place={place} />
          ) : (
            <>
              <Suspense fallback={skeleton}>
                <SystemPicture graph={graph} place={place} />
              </Suspense>
              <GoingOn nodes={graph.nodes} />
            </>
          )}
          {graph.elsewhere.length > 0 && (
            <Typography variant="body2" color="text.secondary">
              {`Not in this namespace: ${graph.elsewhere.join(', ')}.`}
            </Typography>
          )}
        </LiveGate>
      </Box>
    </Section>
  );
}
