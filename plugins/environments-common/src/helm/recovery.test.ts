import {
  HELM_STATUSES,
  HelmRelease,
  HelmRevision,
  isInterrupted,
  readHelmHistory,
  readHelmReleases,
  recoveryOf,
} from './recovery';

const release = (over: Partial<HelmRelease> = {}): HelmRelease => ({
  name: 'order-service',
  namespace: 'env-try-1',
  revision: 1,
  status: 'deployed',
  updated: '2026-11-30 09:00:00.123456789 +0000 UTC',
  ...over,
});
const at = (revision: number, status: HelmRevision['status']) => ({
  revision,
  status,
});

describe('reading what helm says', () => {
  it('takes a list as helm 3.19.5 writes it', () => {
    expect(
      readHelmReleases(
        '[{"name":"order-service","namespace":"env-try-1","revision":"2","updated":"2026-11-30 09:00:00 +0000 UTC","status":"pending-upgrade","chart":"spring-service-0.1.0","app_version":""}]',
      ),
    ).toEqual([
      {
        name: 'order-service',
        namespace: 'env-try-1',
        revision: 2,
        status: 'pending-upgrade',
        updated: '2026-11-30 09:00:00 +0000 UTC',
      },
    ]);
  });

  it('takes a history, and sorts it', () => {
    expect(
      readHelmHistory(
        '[{"revision":2,"status":"failed"},{"revision":1,"status":"deployed","chart":"x"}]',
      ),
    ).toEqual([at(1, 'deployed'), at(2, 'failed')]);
  });

  it('does not know a word of a newer helm', () => {
    expect(readHelmHistory('[{"revision":1,"status":"paused"}]')).toEqual([
      at(1, 'unknown'),
    ]);
  });

  it.each([
    ['no JSON', 'Error: Kubernetes cluster unreachable', 'no JSON'],
    ['no list', '{}', 'not as expected'],
    ['no name', '[{"revision":"1"}]', '0.name'],
    [
      'revision 0',
      '[{"name":"a","namespace":"b","revision":"0","status":"failed","updated":""}]',
      '0.revision',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readHelmReleases(text)).toThrow(message);
  });
});

describe('recoveryOf', () => {
  it.each(['deployed', 'failed', 'superseded', 'uninstalled'] as const)(
    'needs nothing when %s',
    status => {
      expect(
        recoveryOf(release({ status }), [at(1, status)], { ended: false }),
      ).toEqual({ kind: 'none' });
    },
  );

  it.each(HELM_STATUSES.filter(isInterrupted))(
    'waits while the helm of %s may be running',
    status => {
      expect(
        recoveryOf(
          release({ status, revision: 2 }),
          [at(1, 'deployed'), at(2, status)],
          { ended: false },
        ),
      ).toEqual({
        kind: 'wait',
        reason: `order-service is ${status} at revision 2 since 2026-11-30 09:00:00.123456789 +0000 UTC, and the helm that did it may still be running.`,
      });
    },
  );

  it.each([
    [
      'a first installation',
      release({ status: 'pending-install' }),
      [at(1, 'pending-install')],
      ['uninstall', 'order-service', '--namespace=env-try-1', '--wait'],
    ],
    [
      'an upgrade, to the revision that is deployed',
      release({ status: 'pending-upgrade', revision: 3 }),
      [at(1, 'superseded'), at(2, 'deployed'), at(3, 'pending-upgrade')],
      ['rollback', 'order-service', '2', '--namespace=env-try-1'],
    ],
    [
      'an upgrade after one that failed, past it',
      release({ status: 'pending-upgrade', revision: 3 }),
      [at(1, 'deployed'), at(2, 'failed'), at(3, 'pending-upgrade')],
      ['rollback', 'order-service', '1', '--namespace=env-try-1'],
    ],
    [
      'an upgrade after a first installation that failed',
      release({ status: 'pending-upgrade', revision: 2 }),
      [at(1, 'failed'), at(2, 'pending-upgrade')],
      ['uninstall', 'order-service', '--namespace=env-try-1', '--wait'],
    ],
    [
      'a rollback',
      release({ status: 'pending-rollback', revision: 3 }),
      [at(1, 'superseded'), at(2, 'superseded'), at(3, 'pending-rollback')],
      ['rollback', 'order-service', '2', '--namespace=env-try-1'],
    ],
    [
      'a deletion',
      release({ status: 'uninstalling', revision: 2 }),
      [at(1, 'superseded'), at(2, 'uninstalling')],
      ['uninstall', 'order-service', '--namespace=env-try-1', '--wait'],
    ],
  ])('recovers %s', (_, interrupted, history, args) => {
    expect(recoveryOf(interrupted, history, { ended: true })).toEqual({
      kind: 'run',
      args,
      reason: expect.stringContaining('order-service is '),
    });
  });

  it.each([
    [
      'the history was pruned to what is pending',
      release({ status: 'pending-upgrade', revision: 9 }),
      [at(9, 'pending-upgrade')],
      'nothing to roll back to',
    ],
    ['the state is not known', release({ status: 'unknown' }), [], 'not known'],
  ])('asks when %s', (_, interrupted, history, reason) => {
    expect(recoveryOf(interrupted, history, { ended: true })).toEqual({
      kind: 'ask',
      reason: expect.stringContaining(reason),
    });
  });
});
