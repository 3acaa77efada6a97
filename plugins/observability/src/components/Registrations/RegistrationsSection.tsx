import { ObservedPlace } from '@slipway/plugin-observability-common';
import { Section, SkeletonTable } from '@slipway/plugin-portal-react';
import { lazy, Suspense } from 'react';

const Registrations = lazy(async () => ({
  default: (await import('./Registrations')).Registrations,
}));

/** What Eureka and the health groups say, beside the pods. */
export function RegistrationsSection(props: {
  entityRef: string;
  place: ObservedPlace;
  /** Annotation `slipway.io/eureka-app` of the entity. */
  eurekaApp?: string;
}) {
  return (
    <Section title="Registrations and health">
      <Suspense
        fallback={
          <SkeletonTable rows={3} columns={4} label="Loading registrations" />
        }
      >
        <Registrations {...props} />
      </Suspense>
    </Section>
  );
}
