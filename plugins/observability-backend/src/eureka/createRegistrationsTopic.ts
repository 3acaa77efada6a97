import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  provideTopic,
  readingSource,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  EUREKA_APP_ANNOTATION,
  observabilityReadPermission,
  registrationsTopic,
  WorkloadRegistration,
} from '@slipway/plugin-observability-common';
import { RegistrationsService } from './RegistrationsService';

const EVERY_MS = 10_000;

/** `observability:registrations`: read every ten seconds, once for all viewers of an entity. */
export function createRegistrationsTopic(options: {
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  logger: LoggerService;
  registrations: Pick<RegistrationsService, 'read'>;
}): TopicProvider {
  const { auth, catalog, logger, registrations } = options;
  return provideTopic(registrationsTopic, {
    authorize: () => ({ permission: observabilityReadPermission }),
    open({ entityRef }, sink) {
      return readingSource<WorkloadRegistration>({
        sink,
        logger,
        source: 'registrations',
        unread: 'registrations cannot be read',
        pollMs: EVERY_MS,
        async read() {
          const entity = await catalog.getEntityByRef(entityRef, {
            credentials: await auth.getOwnServiceCredentials(),
          });
          const app = entity?.metadata.annotations?.[EUREKA_APP_ANNOTATION];
          const read = await registrations.read(entityRef, app?.trim());
          return read.map(
            one =>
              [`${one.cluster}/${one.namespace}/${one.workload}`, one] as const,
          );
        },
      });
    },
  });
}
