import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EUREKA_APP_ANNOTATION,
  ObservabilityView,
} from '@slipway/plugin-observability-common';
import {
  EmptyState,
  LiveGate,
  PartialNote,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { chosenPlace, placeKey } from '../../lib/places';
import { AlertsSection } from '../Alerts/AlertsSection';
import { GoldenSection } from '../Golden/GoldenSection';
import { GraphSection } from '../Graph/GraphSection';
import { LinksBar } from '../Links/LinksBar';
import { LogsSection } from '../Logs/LogsSection';
import { NowSection } from '../Now/NowSection';
import { RegistrationsSection } from '../Registrations/RegistrationsSection';
import { Toolbar } from './Toolbar';
import { useShownRange, useTabQuery } from './useTabQuery';

/** The tab "Observability" of a service. Each part is read by itself: what one source lacks leaves the others as they are. */
export function ObservabilityTab() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(observabilityApiRef);
  const view = useFetched(entityRef, () => api.getView(entityRef));
  return (
    <LiveGate
      reading={view}
      what="What is measured of this service"
      needs={SEE_OBSERVABILITY}
      skeleton={<SkeletonCard label="Loading observability" />}
      onRetry={view.reload}
    >
      {view.value && (
        <Parts
          entityRef={entityRef}
          view={view.value}
          reload={view.reload}
          eurekaApp={entity.metadata.annotations?.[EUREKA_APP_ANNOTATION]}
        />
      )}
    </LiveGate>
  );
}

function Parts(props: {
  entityRef: string;
  view: ObservabilityView;
  reload: () => void;
  eurekaApp?: string;
}) {
  const { entityRef, view, reload } = props;
  const query = useTabQuery();
  const place = chosenPlace(view.places, query.place);
  const shown = useShownRange(query.range, query.comparison, place);
  if (!place) {
    return (
      <>
        <PartialNote missing={view.missing} />
        <EmptyState
          title="No workload of this entity is known"
          description="A Rollout or Deployment belongs to it when it has the annotation slipway.io/entity-ref, or the label backstage.io/kubernetes-id that the entity claims."
        />
        <AlertsSection entityRef={entityRef} round={shown.round} />
      </>
    );
  }
  const { round } = shown;
  return (
    <>
      <PartialNote missing={view.missing} />
      <Toolbar
        places={view.places}
        place={place}
        range={query.range}
        comparison={query.comparison}
        onPlace={query.setPlace}
        onRange={query.setRange}
        onComparison={query.setComparison}
        onAgain={() => {
          reload();
          shown.again();
        }}
      />
      <LinksBar sources={view.links} place={place} range={shown.range} />
      <AlertsSection entityRef={entityRef} round={round} />
      <GoldenSection
        key={placeKey(place)}
        place={place}
        shown={shown}
        links={view.links}
      />
      <LogsSection
        entityRef={entityRef}
        place={place}
        range={shown.range}
        kibana={view.links.kibana}
      />
      <GraphSection entityRef={entityRef} place={place} round={round} />
      <NowSection entityRef={entityRef} place={place} round={round} />
      <RegistrationsSection
        entityRef={entityRef}
        place={place}
        eurekaApp={props.eurekaApp}
      />
    </>
  );
}
