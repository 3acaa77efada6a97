import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  LiveGate,
  NeededPermission,
  SkeletonCard,
} from '@slipway/plugin-portal-react';
import { timelineReadPermission } from '@slipway/plugin-timeline-common';
import { useTimeline } from '../hooks/useTimeline';
import { useTimelineView } from '../hooks/useTimelineView';
import { TimelinePage } from './TimelinePage';

const SEE_TIMELINE: NeededPermission = {
  what: 'see the timeline',
  permission: timelineReadPermission.name,
  grantedBy: 'the platform group',
};

/** The tab "Timeline" of a service or a system. */
export function TimelineTab() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const [view, change] = useTimelineView();
  const reading = useTimeline(entityRef, view.range);
  return (
    <LiveGate
      reading={reading}
      what="The timeline"
      needs={SEE_TIMELINE}
      skeleton={<SkeletonCard label="Loading the timeline" />}
      onRetry={reading.reload}
    >
      {reading.answer && (
        <TimelinePage
          entityRef={entityRef}
          answer={reading.answer}
          reading={reading}
          view={view}
          change={change}
        />
      )}
    </LiveGate>
  );
}
