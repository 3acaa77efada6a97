import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  ActivityEntry,
  activityReadPermission,
  activityTargetTopic,
} from '@slipway/plugin-activity-common';
import { entityTarget } from '@slipway/plugin-break-glass-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { useMemo, useState } from 'react';
import { useLiveTopic } from '../live/hooks';
import { Section } from '../section/Section';
import { LiveGate } from '../states/LiveGate';
import { SkeletonTable } from '../states/skeletons';
import { StateChip } from '../states/StateChip';
import { RelativeTime } from '../time/RelativeTime';
import {
  activityLabel,
  activityState,
  newestFirst,
  worthAChip,
} from './activityWords';

const AT_FIRST = 10;

const NEEDS = {
  what: 'see activity',
  permission: activityReadPermission.name,
  grantedBy: 'the platform group',
};

/**
 * Who did what to an object, who used break-glass for the entity that owns it,
 * and what the platform did.
 */
export function ActivitySection(props: {
  target: ObjectRef;
  /** Kind of the object: `Rollout`. */
  kind: string;
  /** What it is called in a sentence: `rollout`. */
  noun: string;
  /** The entity that owns the object. */
  entityRef: string | undefined;
}) {
  const { target, kind, noun, entityRef } = props;
  const { cluster, namespace, name } = target;
  const ofObject = useLiveTopic(activityTargetTopic, {
    cluster,
    namespace,
    name,
    kind,
  });
  const ofEntity = useLiveTopic(
    activityTargetTopic,
    entityRef === undefined ? undefined : entityTarget(entityRef),
  );
  const entries = useMemo(
    () => newestFirst([...ofObject.items.values(), ...ofEntity.items.values()]),
    [ofObject.items, ofEntity.items],
  );
  return (
    <Section
      title="Activity"
      count={ofObject.status === 'ready' ? entries.length : undefined}
    >
      <LiveGate
        reading={ofObject}
        what="The activity"
        needs={NEEDS}
        skeleton={
          <SkeletonTable rows={3} columns={3} label="Loading activity" />
        }
      >
        {entries.length === 0 && (
          <Typography color="text.secondary">
            {`Nobody has acted on this ${noun} from here, and it has not changed since the portal started to watch.`}
          </Typography>
        )}
        <ActivityList entries={entries} />
      </LiveGate>
    </Section>
  );
}

/** The newest entries, and the others at a press. */
function ActivityList({ entries }: { entries: readonly ActivityEntry[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, AT_FIRST);
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map(entry => (
          <ActivityLine key={entry.id} entry={entry} />
        ))}
      </Box>
      {shown.length < entries.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${entries.length - shown.length} more`}
        </Button>
      )}
    </>
  );
}

function ActivityLine({ entry }: { entry: ActivityEntry }) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1.5,
        alignItems: 'baseline',
        py: 0.5,
        fontSize: 14,
      }}
    >
      <Box component="span" sx={{ width: 84, color: 'text.secondary' }}>
        <RelativeTime at={entry.at} />
      </Box>
      <span>
        {entry.actor ? (
          <EntityRefLink entityRef={entry.actor} defaultKind="user" />
        ) : (
          'platform'
        )}
      </span>
      <Box
        component="span"
        sx={{ flex: '1 1 220px', overflowWrap: 'anywhere' }}
      >
        {entry.summary}
        {entry.error && `: ${entry.error}`}
      </Box>
      {worthAChip(entry) && (
        <StateChip state={activityState(entry)} label={activityLabel(entry)} />
      )}
    </Box>
  );
}
