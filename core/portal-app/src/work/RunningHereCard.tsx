import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { entityWorkTopic } from '@slipway/plugin-work-common';
import { LackingNote, WorkList } from './WorkList';
import { byLatest } from './words';

/**
 * Overview card of a service: faults, load and joint runs that touch it now.
 * Releases have a card of their own. Not there while nothing runs: the
 * Resilience tab says that.
 */
export function RunningHereCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useLiveTopic(entityWorkTopic, { entityRef });
  const work = [...live.items.values()]
    .filter(({ kind }) => kind !== 'canary')
    .sort(byLatest);
  if (work.length === 0) return null;
  return (
    <InfoCard title="Running on this service now">
      <LackingNote freshness={live.freshness} />
      <WorkList work={work} />
    </InfoCard>
  );
}
