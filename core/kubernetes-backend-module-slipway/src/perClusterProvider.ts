import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  ClusterDetails,
  CustomResource,
  KubernetesObjectsProvider,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import { failure, progressOf } from './boundedFetcher';
import {
  Entity,
  EntityClusters,
  namedCluster,
  withTrimmedPointers,
} from './entityClusters';

type Answer = Awaited<
  ReturnType<KubernetesObjectsProvider['getKubernetesObjectsByEntity']>
>;
type Item = Answer['items'][number];

class CredentialsLate extends Error {
  constructor(cluster: string, limitMs: number) {
    super(
      `Cluster ${cluster} cannot be asked: the portal's credentials for it were not there within ${
        limitMs / 1000
      } s`,
    );
  }
}

export interface PerClusterOptions {
  /** plugin-kubernetes' own. It asks all clusters of a question together, and one that rejects loses all. */
  provider: KubernetesObjectsProvider;
  clusters: EntityClusters;
  objectTypesToFetch: ObjectToFetch[];
  customResources: CustomResource[];
  /** How long the credential of a cluster may take, in ms. */
  withinMs(cluster: string): number;
  logger: LoggerService;
}

/**
 * Asks each cluster by itself, so that what one cannot give is an error of that
 * cluster and nothing else. Names a cluster that the entity names and that does not exist.
 */
export function perClusterProvider(
  options: PerClusterOptions,
): KubernetesObjectsProvider {
  const { provider, clusters, withinMs, logger } = options;

  const itemsOf = async (
    details: ClusterDetails,
    ask: () => Promise<Answer>,
  ): Promise<Item[]> => {
    const progress = { asked: false };
    const limit = withinMs(details.name);
    let timer: NodeJS.Timeout | undefined;
    // The fetcher has deadlines of its own; what comes before it is the credential.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        if (!progress.asked) reject(new CredentialsLate(details.name, limit));
      }, limit);
      timer.unref();
    });
    try {
      const answer = progressOf.run(progress, ask);
      return (await Promise.race([answer, late])).items;
    } catch (error) {
      // What was asked for is refused, whatever the cluster.
      if (error instanceof InputError || error instanceof NotAllowedError) {
        throw error;
      }
      logger.warn(
        `Cluster ${details.name} could not be asked: ${error}`,
        error instanceof Error ? error : undefined,
      );
      return [
        failedItem(details, failureReason(details.name, error, progress.asked)),
      ];
    } finally {
      clearTimeout(timer);
    }
  };

  const fanOut = async (
    entity: Entity,
    credentials: BackstageCredentials,
    ask: (entity: Entity) => Promise<Answer>,
  ): Promise<Answer> => {
    const subject = withTrimmedPointers(entity);
    const located = await clusters.getClustersByEntity(subject, {
      objectTypesToFetch: new Set(options.objectTypesToFetch),
      customResources: options.customResources,
      credentials,
    });
    const named = namedCluster(subject);
    if (named !== undefined && located.clusters.length === 0) {
      return {
        items: [
          failedItem(
            { name: named },
            `There is no cluster ${named} for this entity; its annotation backstage.io/kubernetes-cluster names it`,
          ),
        ],
      };
    }
    const items = await Promise.all(
      located.clusters.map(cluster =>
        itemsOf(cluster, () => ask(clusters.pin(subject, cluster))),
      ),
    );
    return { items: items.flat() };
  };

  return {
    getKubernetesObjectsByEntity: (question, { credentials }) =>
      fanOut(question.entity, credentials, entity =>
        provider.getKubernetesObjectsByEntity(
          { ...question, entity },
          { credentials },
        ),
      ),
    getCustomResourcesByEntity: (question, { credentials }) =>
      fanOut(question.entity, credentials, entity =>
        provider.getCustomResourcesByEntity(
          { ...question, entity },
          { credentials },
        ),
      ),
  };
}

/** Without the words of the error: they may hold what nobody should read. */
function failureReason(cluster: string, error: unknown, asked: boolean) {
  if (error instanceof CredentialsLate) return error.message;
  return asked
    ? `What cluster ${cluster} answered could not be read`
    : `Cluster ${cluster} cannot be asked: the portal's credentials for it could not be had`;
}

function failedItem(
  { name, title }: Pick<ClusterDetails, 'name' | 'title'>,
  message: string,
): Item {
  return {
    cluster: { name, ...(title && { title }) },
    podMetrics: [],
    resources: [],
    errors: [failure(message)],
  };
}
