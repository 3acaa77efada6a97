import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  FreshLaunch,
  Suite,
  SuiteAnswer,
  SuiteTarget,
  TargetOffer,
} from '@slipway/plugin-loadtest-common';
import { LoadTestConfig } from '../config';
import { RunStore } from '../database/RunStore';
import { Runner } from '../runners/types';
import { offerOf } from './offers';
import { ReadSuite, SuiteReader } from './SuiteReader';

/** Suites of entities, and what can be launched of them. */
export class SuitesService {
  readonly #suites: SuiteReader;

  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntityByRef'>;
      clusters: Pick<Clusters, 'environmentOf'>;
      config: LoadTestConfig;
      runners: readonly Runner[];
      store: Pick<RunStore, 'active'>;
    },
  ) {
    this.#suites = new SuiteReader(options.config.suites);
  }

  /** The suite of an entity, with what can be launched. @throws NotFoundError */
  async suiteOf(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<SuiteAnswer> {
    const reading = await this.#read(entityRef, credentials);
    if (reading.state !== 'valid') return reading;
    const { suite, hash } = reading;
    return {
      state: 'valid',
      suite,
      hash,
      targets: await Promise.all(
        suite.targets.map(target => this.#offer(suite, target)),
      ),
    };
  }

  /** What a launch is decided by. @throws NotFoundError, ConflictError */
  async launchSubject(
    ref: { entityRef: string; cluster: string; namespace: string },
    credentials: BackstageCredentials,
  ): Promise<FreshLaunch> {
    const { entityRef, cluster, namespace } = ref;
    const { suite, hash, locustfile } = await this.#valid(
      entityRef,
      credentials,
    );
    const target = suite.targets.find(
      one => one.cluster === cluster && one.namespace === namespace,
    );
    if (!target) {
      throw new NotFoundError(
        `The suite of ${entityRef} has no target in ${cluster}/${namespace}.`,
      );
    }
    const offer = await this.#offer(suite, target);
    return { entityRef, suite, hash, locustfile, offer };
  }

  async #read(entityRef: string, credentials: BackstageCredentials) {
    const { catalog } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}.`);
    return this.#suites.read(entity);
  }

  async #valid(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ReadSuite> {
    const reading = await this.#read(entityRef, credentials);
    if (reading.state === 'valid') return reading;
    throw new ConflictError(
      reading.state === 'invalid'
        ? `The suite of ${entityRef} has ${reading.errors.length} errors.`
        : reading.reason,
    );
  }

  async #offer(suite: Suite, target: SuiteTarget): Promise<TargetOffer> {
    const { clusters, config, runners, store } = this.options;
    return offerOf({
      suite,
      target,
      environment: clusters.environmentOf(target.cluster, target.namespace),
      running: await store.active(target),
      runners,
      config,
    });
  }
}
