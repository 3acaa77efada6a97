import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
} from '@backstage/catalog-model';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { InstallationPaths } from './InstallationPaths';

/** What the catalog writes. Other annotations are the words of the entity's author. */
const ANNOTATIONS = [ANNOTATION_LOCATION, ANNOTATION_ORIGIN_LOCATION];

/**
 * Names files as users may see them, in annotations and in the targets of
 * Location entities. What the catalog itself works with stays as it is: it keeps
 * entities as they were read beside those that it serves.
 */
export class PathProcessor implements CatalogProcessor {
  constructor(private readonly paths: InstallationPaths) {}

  getProcessorName(): string {
    return 'slipway-paths';
  }

  /** After every other processor: they need the paths. */
  getPriority(): number {
    return 10_000;
  }

  async postProcessEntity(entity: Entity): Promise<Entity> {
    return isLocation(entity)
      ? this.#withTargets(this.#withAnnotations(entity))
      : this.#withAnnotations(entity);
  }

  #withAnnotations(entity: Entity): Entity {
    const annotations = { ...entity.metadata.annotations };
    for (const key of ANNOTATIONS) {
      if (annotations[key]) {
        annotations[key] = this.paths.shownRef(annotations[key]);
      }
    }
    return { ...entity, metadata: { ...entity.metadata, annotations } };
  }

  #withTargets(entity: Entity): Entity {
    const { target, targets } = entity.spec ?? {};
    const shown = <T>(value: T) =>
      typeof value === 'string' ? this.paths.shown(value) : value;
    return {
      ...entity,
      spec: {
        ...entity.spec,
        ...(target !== undefined && { target: shown(target) }),
        ...(Array.isArray(targets) && { targets: targets.map(shown) }),
      },
    };
  }
}

function isLocation({ kind }: Entity): boolean {
  return kind.toLocaleLowerCase('en-US') === 'location';
}
