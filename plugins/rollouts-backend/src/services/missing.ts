import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { Freshness } from '@slipway/plugin-clusters-common';

/**
 * Why a cache does not have what was asked for. It does not exist only where
 * the cluster has said so: while nothing is known, nothing is said of it.
 *
 * @param what - begins the sentence, as in `Rollout shop/orders`
 * @param cluster - where it was asked for
 * @param source - how current the cache of its kind there is; `undefined` when no such cluster is configured
 * @returns NotFoundError, or ServiceUnavailableError with the reason and since when
 */
export function missingError(
  what: string,
  cluster: string,
  source: Freshness | undefined,
): Error {
  if (!source) {
    return new NotFoundError(`No cluster ${cluster} is configured.`);
  }
  const { state, since } = source;
  const reason = source.reason ? ` (${source.reason})` : '';
  switch (state) {
    case 'live':
      return new NotFoundError(`${what} does not exist in cluster ${cluster}.`);
    case 'not-installed':
      return new NotFoundError(
        `${what} does not exist: cluster ${cluster} does not have its kind${reason}.`,
      );
    case 'connecting':
      return new ServiceUnavailableError(
        `${what} is not known: cluster ${cluster} is being read for the first time since ${since}.`,
      );
    case 'refused':
      return new ServiceUnavailableError(
        `${what} is not known: cluster ${cluster} has refused to be read since ${since}${reason}.`,
      );
    default:
      return new ServiceUnavailableError(
        `${what} is not known: cluster ${cluster} has not answered since ${since}${reason}.`,
      );
  }
}
