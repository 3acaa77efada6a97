import {
  Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_API_PROVIDED_BY,
  RELATION_PROVIDES_API,
} from '@backstage/catalog-model';
import {
  CatalogProcessor,
  CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import { PORTAL_API_ANNOTATION } from './ApiEntityProvider';

/** The component of the portal: `catalog-info.yaml`. */
const PORTAL = parseEntityRef('component:default/slipway');

/** Relates the API entities of plugins to the component of the portal, which need not name them. */
export class PortalApis implements CatalogProcessor {
  getProcessorName(): string {
    return 'slipway-portal-apis';
  }

  async postProcessEntity(
    entity: Entity,
    location: { type: string },
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (
      location.type === 'portal-api' &&
      entity.metadata.annotations?.[PORTAL_API_ANNOTATION]
    ) {
      const api = getCompoundEntityRef(entity);
      const relate = processingResult.relation;
      emit(
        relate({ source: PORTAL, type: RELATION_PROVIDES_API, target: api }),
      );
      emit(
        relate({ source: api, type: RELATION_API_PROVIDED_BY, target: PORTAL }),
      );
    }
    return entity;
  }
}
