import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  CreateOptions,
  nameSchema,
  SIZE_LIMITS,
  SIZES,
} from '@slipway/plugin-environments-common';
import { EnvironmentsConfig } from '../config';
import { AccessService } from './AccessService';
import { CloudRunners } from './CloudRunners';
import { Limits } from './Limits';

interface Options {
  access: AccessService;
  auth: AuthService;
  catalog: CatalogService;
  config: EnvironmentsConfig;
  limits: Limits;
  runners: CloudRunners;
}

/** What a form offers to a user. */
export class Choices {
  constructor(private readonly options: Options) {}

  async of(credentials: BackstageCredentials): Promise<CreateOptions> {
    const { config, limits, runners } = this.options;
    const [owners, services] = await Promise.all([
      this.#owners(credentials),
      this.#services(credentials),
    ]);
    return {
      clouds: await Promise.all(
        runners.clouds.map(async cloud => {
          const runner = runners.of(cloud);
          const refused = await runner.refusal();
          const cluster = runners.clusterOf(cloud);
          return {
            cloud,
            runner: runner.kind,
            ...(refused ? { refused } : {}),
            ...(cluster ? { cluster } : {}),
          };
        }),
      ),
      sizes: SIZES.map(size => ({ size, ...SIZE_LIMITS[size] })),
      services,
      owners: await Promise.all(
        owners.map(async owner => ({
          owner,
          quota: await limits.quotaOf(owner),
        })),
      ),
      ttl: config.ttl,
    };
  }

  async #owners(credentials: BackstageCredentials): Promise<string[]> {
    const { access, catalog } = this.options;
    const own = await access.ownersOf(credentials);
    if (own) return own;
    const { items } = await catalog.getEntities(
      { filter: { kind: 'group' }, fields: ['kind', 'metadata'] },
      { credentials },
    );
    return items.map(entity =>
      stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    );
  }

  async #services(
    credentials: BackstageCredentials,
  ): Promise<CreateOptions['services']> {
    const { items } = await this.options.catalog.getEntities(
      {
        filter: { kind: 'component', 'spec.type': 'service' },
        fields: ['metadata.name', 'metadata.title'],
      },
      { credentials },
    );
    return items
      .filter(({ metadata }) => nameSchema.safeParse(metadata.name).success)
      .map(({ metadata: { name, title } }) => ({
        name,
        title: title ?? name,
        versions: [],
      }));
  }
}
