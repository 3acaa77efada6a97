import {
  ErrorState,
  RelativeTime,
  SkeletonTable,
  StateChip,
  useLiveRetry,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ActivityEntry } from '@slipway/plugin-activity-common';
import { entityTarget } from '@slipway/plugin-break-glass-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { useMemo, useState } from 'react';
import { refParams } from '../../hooks/useRolloutDetail';
import {
  activityLabel,
  activityState,
  newestFirst,
  worthAChip,
} from '../../lib/activity';
import { Section } from '../Section';

const AT_FIRST = 10;

/** Who did what to this rollout, who broke the glass for its entity, and what the platform did. */
export function ActivitySection(props: {
  target: ObjectRef;
  /** The entity that owns the rollout. */
  entityRef: string | undefined;
}) {
  const { target, entityRef } = props;
  const retry = useLiveRetry();
  const { status, items, error } = useLiveTopic<ActivityEntry>({
    topic: 'activity:target',
    params: { ...refParams(target), kind: 'Rollout' },
  });
  const ofEntity = useLiveTopic<ActivityEntry>(
    entityRef === undefined
      ? undefined
      : { topic: 'activity:target', params: entityTarget(entityRef) },
  );
  const entries = useMemo(
    () => newestFirst([...items.values(), ...ofEntity.items.values()]),
    [items, ofEntity.items],
  );
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, AT_FIRST);
  return (
    <Section
      title="Activity"
      count={status === 'ready' ? entries.length : undefined}
    >
      {status === 'loading' && (
        <SkeletonTable rows={3} columns={3} label="Loading activity" />
      )}
      {status === 'failed' && (
        <ErrorState
          title="The activity cannot be shown"
          error={error}
          onRetry={retry}
        />
      )}
      {status === 'ready' && entries.length === 0 && (
        <Typography color="text.secondary">
          Nobody has done anything to this rollout from here, and it has not
          changed since the portal began to watch.
        </Typography>
      )}
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
    </Section>
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
