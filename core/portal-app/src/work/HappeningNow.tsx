import { HomeWidget, useLiveTopic } from '@slipway/plugin-portal-react';
import { runningWorkTopic } from '@slipway/plugin-work-common';
import { SEE_WORK } from './needs';
import { LackingNote, WorkList } from './WorkList';
import { byLatest } from './words';

/** Home: what runs now on all services, over all plugins. */
export function HappeningNow() {
  const live = useLiveTopic(runningWorkTopic, {});
  const work = [...live.items.values()].sort(byLatest);
  return (
    <HomeWidget
      what="Happening now"
      reading={live}
      freshness={live.freshness}
      needs={SEE_WORK}
      nothing={
        work.length === 0
          ? 'No release, fault, load or joint run is under way.'
          : undefined
      }
    >
      <LackingNote freshness={live.freshness} />
      {work.length > 0 && <WorkList work={work} />}
    </HomeWidget>
  );
}
