import { assertError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  CHAOS_KINDS,
  CHAOS_VERSION,
  ClusterKind,
  ClusterKinds,
  jsonObject,
  LAUNCH_KINDS,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { FaultsService } from './FaultsService';

const CRDS: ResourceId = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
};

const NAMESPACES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

/** The schema of `spec` in a CRD, for the version that is used. */
function specSchemaOf(crd: unknown): JsonObject | undefined {
  const versions = member(member(crd, 'spec'), 'versions');
  if (!Array.isArray(versions)) return undefined;
  const version: unknown = versions.find(
    each => member(each, 'name') === CHAOS_VERSION,
  );
  const schema = member(member(version, 'schema'), 'openAPIV3Schema');
  const spec = member(member(schema, 'properties'), 'spec');
  return spec === undefined ? undefined : jsonObject(spec);
}

/** Which kinds each cluster has, with their schemas as the cluster has them. */
export class KindsService {
  constructor(
    private readonly clusters: Pick<Clusters, 'list' | 'get' | 'listFresh'>,
    private readonly faults: FaultsService,
  ) {}

  /** Kinds by cluster; a schema is read only where it is asked for. */
  async list(filter: {
    cluster?: string;
    kind?: LaunchKind;
    schema: boolean;
  }): Promise<ClusterKinds[]> {
    const kinds = filter.kind ? [filter.kind] : LAUNCH_KINDS;
    const infos = (await this.clusters.list()).filter(
      ({ name }) => filter.cluster === undefined || name === filter.cluster,
    );
    return Promise.all(
      infos.map(async ({ name, title, environment, allowActions }) => {
        const [of, namespaces] = await Promise.all([
          Promise.all(kinds.map(kind => this.#kind(name, kind, filter.schema))),
          filter.schema ? undefined : this.#namespaces(name),
        ]);
        return {
          cluster: name,
          ...(title ? { title } : {}),
          environment,
          allowActions,
          freshness:
            this.faults.freshness().find(({ source }) => source === name)
              ?.state ?? 'connecting',
          kinds: of,
          ...(namespaces ? { namespaces } : {}),
        };
      }),
    );
  }

  /** Names of the namespaces; undefined when they cannot be read. */
  async #namespaces(cluster: string): Promise<string[] | undefined> {
    try {
      const all = await this.clusters.listFresh(NAMESPACES, {
        cluster,
        namespace: '',
      });
      return all
        .flatMap(each => {
          const name = member(member(each, 'metadata'), 'name');
          return typeof name === 'string' ? [name] : [];
        })
        .sort();
    } catch (error) {
      assertError(error);
      return undefined;
    }
  }

  async #kind(
    cluster: string,
    kind: LaunchKind,
    withSchema: boolean,
  ): Promise<ClusterKind> {
    const freshness = this.faults.freshnessOf(kind, cluster);
    switch (freshness?.state) {
      case 'live':
      case 'stale':
        break;
      case 'not-installed':
        return {
          kind,
          state: 'not-installed',
          reason: `${cluster} has no ${kind}: Chaos Mesh, or this kind of it, is not installed.`,
        };
      default:
        return {
          kind,
          state: 'unknown',
          reason: freshness?.reason ?? `${cluster} has not answered yet.`,
        };
    }
    if (!withSchema) return { kind, state: 'installed' };
    const { plural, group } = CHAOS_KINDS[kind].resource;
    try {
      const crd = await this.clusters.get(CRDS, {
        cluster,
        namespace: '',
        name: `${plural}.${group}`,
      });
      const schema = specSchemaOf(crd);
      return {
        kind,
        state: 'installed',
        ...(schema ? { schema } : { reason: 'Its definition has no schema.' }),
      };
    } catch (error) {
      assertError(error);
      return {
        kind,
        state: 'installed',
        reason: `Its schema cannot be read: ${error.message}`,
      };
    }
  }
}
