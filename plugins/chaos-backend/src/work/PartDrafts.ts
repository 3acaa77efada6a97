import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Experiment,
  EXPERIMENTS,
  FaultDraft,
  jsonObject,
  partOffer,
  partSpec,
  podLabels,
} from '@slipway/plugin-chaos-common';
import { PartOrder } from '@slipway/plugin-work-common';
import Ajv, { ValidateFunction } from 'ajv';

/** Makes the fault of a part from what was ordered. */
export class PartDrafts {
  readonly #validators: ReadonlyMap<string, ValidateFunction>;

  constructor(
    private readonly catalog: Pick<CatalogService, 'getEntityByRef'>,
  ) {
    const ajv = new Ajv({ allErrors: true });
    this.#validators = new Map(
      EXPERIMENTS.map(each => [each.id, ajv.compile(partOffer(each).schema)]),
    );
  }

  /**
   * The fault that was ordered, under a name.
   *
   * @throws InputError that names the argument
   * @throws NotFoundError when there is no such experiment or entity
   */
  async draftOf(
    order: PartOrder,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<FaultDraft> {
    const experiment = this.#experiment(order);
    const args = jsonObject(order.args);
    const validate = this.#validators.get(experiment.id);
    if (validate && !validate(args)) {
      const [first] = validate.errors ?? [];
      throw new InputError(
        `args${first?.instancePath.replaceAll('/', '.') ?? ''} ${
          first?.message ?? 'is not valid'
        }.`,
      );
    }
    const { entityRef, namespace } = order;
    const entity = await this.catalog.getEntityByRef(entityRef, {
      credentials,
    });
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}.`);
    const labels = podLabels(
      parseEntityRef(entityRef).name,
      entity.metadata.annotations,
    );
    return {
      kind: experiment.kind,
      name,
      spec: partSpec(experiment, namespace, labels, args),
    };
  }

  #experiment({ kind, offer }: PartOrder): Experiment {
    const found =
      kind === 'fault' ? EXPERIMENTS.find(({ id }) => id === offer) : undefined;
    if (!found) throw new NotFoundError(`There is no experiment ${offer}.`);
    return found;
  }
}
