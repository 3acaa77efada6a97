import { NotFoundError } from '@backstage/errors';
import { Freshness, FreshnessState } from '@slipway/plugin-clusters-common';
import { missingError } from './missing';

const SINCE = '2026-01-01T10:00:00.000Z';

describe('missingError', () => {
  it('of a cluster that is not configured', () => {
    expect(missingError('Rollout shop/orders', 'nowhere', undefined)).toEqual(
      new NotFoundError('No cluster nowhere is configured.'),
    );
  });

  it.each<[FreshnessState, string | undefined, string, string]>([
    [
      'live',
      undefined,
      'NotFoundError',
      'Rollout shop/orders does not exist in cluster gke.',
    ],
    [
      'not-installed',
      'Cluster gke does not know rollouts.argoproj.io',
      'NotFoundError',
      'Rollout shop/orders does not exist: cluster gke does not have its kind (Cluster gke does not know rollouts.argoproj.io).',
    ],
    [
      'connecting',
      undefined,
      'ServiceUnavailableError',
      `Rollout shop/orders is not known: cluster gke is being read for the first time since ${SINCE}.`,
    ],
    [
      'stale',
      'the connection is refused',
      'ServiceUnavailableError',
      `Rollout shop/orders is not known: cluster gke has not answered since ${SINCE} (the connection is refused).`,
    ],
    [
      'unreachable',
      undefined,
      'ServiceUnavailableError',
      `Rollout shop/orders is not known: cluster gke has not answered since ${SINCE}.`,
    ],
    [
      'refused',
      'RBAC does not let the portal list rollouts.argoproj.io',
      'ServiceUnavailableError',
      `Rollout shop/orders is not known: cluster gke has refused to be read since ${SINCE} (RBAC does not let the portal list rollouts.argoproj.io).`,
    ],
  ])('of a source that is %s', (state, reason, name, message) => {
    const source: Freshness = { cluster: 'gke', state, since: SINCE, reason };
    expect(missingError('Rollout shop/orders', 'gke', source)).toMatchObject({
      name,
      message,
    });
  });
});
