import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ClusterDetails,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import {
  ClusterReader,
  NoAnswerError,
  podUsage,
} from '@slipway/plugin-clusters-node';
import { Reachability } from './Reachability';

type FetchError = FetchResponseWrapper['errors'][number];
type FetchResponse = FetchResponseWrapper['responses'][number];

/** Metrics are beside the point: objects do not wait longer for them. */
const METRICS_WITHIN_MS = 2_000;
const AUTH_PROVIDER = 'kubernetes.io/auth-provider';

/** How far one cluster has come in answering one viewer. */
export interface Progress {
  /** Its credential is there and it is being asked. */
  asked: boolean;
}

/** The progress that a fetcher reports to, set around a question to one cluster. */
export const progressOf = new AsyncLocalStorage<Progress>();

export interface BoundedFetcherOptions {
  reader: ClusterReader;
  reachability: Reachability;
  /** Deadline of each request to a cluster, in ms. */
  withinMs(cluster: string): number;
}

/**
 * Reads what plugin-kubernetes' own fetcher reads, and answers as it does,
 * with a deadline for each request. It never rejects because of a cluster: what
 * failed is an error beside what came.
 *
 * @see `KubernetesClientBasedFetcher` of `@backstage/plugin-kubernetes-backend`
 */
export function boundedFetcher(
  options: BoundedFetcherOptions,
): KubernetesFetcher {
  const { reader, reachability, withinMs } = options;

  const ask = async (
    details: ClusterDetails,
    credential: KubernetesCredential,
    path: string,
    labelSelector: string | undefined,
    within: number,
  ): Promise<{ body: unknown } | { error: FetchError; silent: boolean }> => {
    try {
      const answer = await reader.get(details, credential, {
        path,
        query: { labelSelector },
        withinMs: within,
      });
      return answer.status >= 200 && answer.status < 300
        ? { body: answer.body }
        : { error: statusError(answer.status, path), silent: false };
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      return { error: failure(error.message), silent: true };
    }
  };

  /** Asks the cluster whether it is there; for one that was not. */
  const attempt = async (details: ClusterDetails) => {
    try {
      await reader.get(
        details,
        { type: 'anonymous' },
        { path: '/version', withinMs: withinMs(details.name) },
      );
      reachability.answered(details.name);
    } catch (error) {
      reachability.failed(details.name, String((error as Error).message));
    }
  };

  /** As {@link ask}, for a part of a cluster that may be silent while the rest answers. */
  const askPart = async (
    part: string,
    send: () => ReturnType<typeof ask>,
  ): ReturnType<typeof ask> => {
    const note = (answer: Awaited<ReturnType<typeof ask>>) => {
      if ('error' in answer && answer.silent) {
        reachability.failed(part, messageOf(answer.error));
      } else {
        reachability.answered(part);
      }
    };
    const away = reachability.whyNotPart(part, async () => {
      note(await send());
    });
    if (away) return { error: failure(away), silent: true };
    const answer = await send();
    note(answer);
    return answer;
  };

  return {
    async fetchObjectsForService(params) {
      const progress = progressOf.getStore();
      if (progress) progress.asked = true;
      const { clusterDetails: details, credential } = params;
      const missing = missingCredential(details, credential);
      if (missing) return { errors: [failure(missing)], responses: [] };
      const away = await reachability.whyNot(details.name, () =>
        attempt(details),
      );
      if (away) return { errors: [failure(away)], responses: [] };

      const kinds: ObjectToFetch[] = [
        ...params.objectTypesToFetch,
        ...params.customResources,
      ];
      const answers = await Promise.all(
        kinds.map(async kind => ({
          kind,
          answer: await askPart(partOf(details, kind), () =>
            ask(
              details,
              credential,
              listPath(kind, params.namespace),
              params.labelSelector,
              withinMs(details.name),
            ),
          ),
        })),
      );
      const failures = answers.flatMap(({ answer }) =>
        'error' in answer ? [answer] : [],
      );
      const silent = failures.filter(one => one.silent);
      if (silent.length > 0 && silent.length === answers.length) {
        const [{ error }] = silent;
        reachability.failed(details.name, messageOf(error));
        // It is the cluster, not its kinds: all of them are back with it.
        kinds.forEach(kind => reachability.answered(partOf(details, kind)));
        return { errors: [error], responses: [] };
      }
      if (answers.length > 0) reachability.answered(details.name);
      const results = answers.map(({ kind, answer }) =>
        'error' in answer
          ? named(kind, answer.error)
          : responseOf(details, kind, answer.body),
      );
      return {
        errors: results.filter(isError),
        responses: results.filter(isResponse),
      };
    },

    async fetchPodMetricsByNamespaces(
      details,
      credential,
      namespaces,
      labelSelector,
    ) {
      const within = Math.min(withinMs(details.name), METRICS_WITHIN_MS);
      const pods = (api: string, namespace: string) =>
        ask(
          details,
          credential,
          `${api}/namespaces/${encodeURIComponent(namespace)}/pods`,
          labelSelector,
          within,
        );
      const results = await Promise.all(
        [...namespaces].map(async namespace => {
          const [metrics, list] = await Promise.all([
            askPart(`${details.name} metrics`, () =>
              pods('/apis/metrics.k8s.io/v1beta1', namespace),
            ),
            pods('/api/v1', namespace),
          ]);
          if ('error' in metrics) return metrics.error;
          if ('error' in list) return list.error;
          return usageOf(details.name, metrics.body, list.body);
        }),
      );
      return {
        errors: results.filter(isError),
        responses: results.filter(isResponse),
      };
    },
  };
}

/** Name of one kind in one cluster, for remembering that it does not answer. */
function partOf({ name }: ClusterDetails, { group, plural }: ObjectToFetch) {
  return `${name} ${group}/${plural}`;
}

function listPath(
  { group, apiVersion, plural }: ObjectToFetch,
  namespace: string | undefined,
): string {
  const [g, v, p] = [group, apiVersion, plural].map(encodeURIComponent);
  return [
    group ? `/apis/${g}/${v}` : `/api/${v}`,
    ...(namespace ? [`namespaces/${encodeURIComponent(namespace)}`] : []),
    p,
  ].join('/');
}

/** Custom resources get their kind from the list, as plugin-kubernetes gives it to them. */
function responseOf(
  { name }: ClusterDetails,
  kind: ObjectToFetch,
  body: unknown,
): FetchResponse | FetchError {
  const { kind: listKind, items }: { kind?: unknown; items?: unknown } = {
    ...(typeof body === 'object' ? body : {}),
  };
  if (!Array.isArray(items)) {
    return failure(
      `Cluster ${name} answers something that is not the Kubernetes API`,
    );
  }
  const itemKind =
    typeof listKind === 'string' ? listKind.replace(/List$/, '') : undefined;
  const resources =
    kind.objectType === 'customresources' && itemKind
      ? items.map(item => ({ ...item, kind: itemKind }))
      : items;
  return { type: kind.objectType, resources } as FetchResponse;
}

async function usageOf(
  cluster: string,
  metrics: unknown,
  pods: unknown,
): Promise<FetchResponse | FetchError> {
  try {
    return { type: 'podstatus', resources: await podUsage(metrics, pods) };
  } catch {
    return failure(`The pod metrics of cluster ${cluster} cannot be read`);
  }
}

function isError(result: FetchResponse | FetchError): result is FetchError {
  return 'errorType' in result;
}

function isResponse(
  result: FetchResponse | FetchError,
): result is FetchResponse {
  return !isError(result);
}

/** An error without a status, as the Kubernetes tab shows it. */
export function failure(message: string): FetchError {
  return { errorType: 'FETCH_ERROR', message };
}

function messageOf(error: FetchError): string {
  return 'message' in error ? error.message : String(error.errorType);
}

/** Which kind did not come, where others did. */
function named({ plural }: ObjectToFetch, error: FetchError): FetchError {
  return 'message' in error ? failure(`${plural}: ${error.message}`) : error;
}

const ERROR_TYPES = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED_ERROR',
  404: 'NOT_FOUND',
  500: 'SYSTEM_ERROR',
} as const;

/** @see `statusCodeToErrorType` of `@backstage/plugin-kubernetes-backend` */
function statusError(statusCode: number, resourcePath: string): FetchError {
  const known = Object.entries(ERROR_TYPES).find(
    ([status]) => Number(status) === statusCode,
  );
  return {
    errorType: known ? known[1] : 'UNKNOWN_ERROR',
    statusCode,
    resourcePath,
  };
}

/** @see `isCredentialMissing` of `@backstage/plugin-kubernetes-backend` */
function missingCredential(
  { name, authMetadata }: ClusterDetails,
  credential: KubernetesCredential,
): string | undefined {
  return credential.type === 'anonymous' &&
    authMetadata[AUTH_PROVIDER] !== 'localKubectlProxy'
    ? `Cluster ${name}: the portal has no credentials for it`
    : undefined;
}
