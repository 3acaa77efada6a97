import assert from 'node:assert/strict';
import { entityOf } from '../../lib/findingsPortal';
import {
  CONTAINER,
  GRACE_MS,
  idsOf,
  Scanning,
  ScanningScenario,
} from '../../lib/scanning';

/** What Trivy found in release 1.8.2. */
const FOUND = [
  'CVE-2021-23337',
  'CVE-2022-24999',
  'CVE-2022-48174',
  'CVE-2023-5363',
  'CVE-2023-5678',
];

/** Intervals of the only container here, by the day's changes. */
async function trendOf(
  portal: Awaited<ReturnType<Scanning['portal']>>,
  { namespace }: Scanning,
) {
  const { changes } = await portal.store.trend(
    [{ cluster: portal.cluster, namespace, workload: 'shop' }],
    '2026-01-01',
  );
  const sum = (field: 'opened' | 'closed' | 'gone') =>
    changes.reduce((total, change) => total + change[field], 0);
  return { opened: sum('opened'), closed: sum('closed'), gone: sum('gone') };
}

export const lifeScenarios: ScanningScenario[] = [
  {
    id: 'findings-arrive',
    title: 'A report arrives: its findings are open, and are found',
    async run(scanning) {
      const portal = await scanning.portal();
      await scanning.scanned('1.8.2');
      const image = await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(idsOf(image), FOUND);
      assert.deepEqual(image.counts, {
        critical: 1,
        high: 3,
        medium: 1,
        low: 0,
        unknown: 0,
      });
      assert.deepEqual(image.os, {
        family: 'alpine',
        name: '3.18.4',
        endOfLife: true,
      });
      // Of a list of fixes, the one in the branch of what is installed.
      const qs = image.upgrades.find(({ pkg }) => pkg === 'qs');
      assert.equal(qs?.to, '6.5.3');
      const { hits } = await portal.search.search(
        { vulnerability: 'cve-2022-24999' },
        async refs => new Set(refs),
      );
      const here = hits.filter(
        ({ namespace }) => namespace === scanning.namespace,
      );
      assert.deepEqual(
        here.map(({ entityRef, container, pkg, installed }) => ({
          entityRef,
          container,
          pkg,
          installed,
        })),
        [
          {
            entityRef: entityOf(scanning.namespace),
            container: CONTAINER,
            pkg: 'qs',
            installed: '6.5.2',
          },
        ],
      );
      // Who may read nothing of it does not learn that it is there.
      const { hits: none } = await portal.search.search(
        { vulnerability: 'CVE-2022-24999' },
        async () => new Set(),
      );
      assert.deepEqual(none, []);
    },
  },
  {
    id: 'findings-made-again',
    title:
      'A report is deleted and made again: its findings are neither fixed nor found again',
    async run(scanning) {
      const portal = await scanning.portal();
      const { set, report } = await scanning.scanned('1.8.2');
      const before = await scanning.untilImage(portal, 'scanned');
      const since = before.upgrades.flatMap(({ fixes }) =>
        fixes.map(each => each.since),
      );
      await scanning.expire('VulnerabilityReport', report);
      await scanning.untilImage(portal, 'expired');
      await portal.pass(GRACE_MS / 2);
      const expired = await scanning.untilImage(portal, 'expired');
      assert.deepEqual(idsOf(expired), FOUND);
      await scanning.scan(set, '1.8.2');
      const again = await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(
        again.upgrades.flatMap(({ fixes }) => fixes.map(each => each.since)),
        since,
      );
      // Also long after, because what was made again does not expire.
      await portal.pass(GRACE_MS * 2);
      await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(await trendOf(portal, scanning), {
        opened: FOUND.length,
        closed: 0,
        gone: 0,
      });
    },
  },
  {
    id: 'findings-expire',
    title:
      'A report expires and is not made again: after the grace period nothing is known, which is not clean',
    async run(scanning) {
      const portal = await scanning.portal();
      const { report } = await scanning.scanned('1.8.2');
      await scanning.untilImage(portal, 'scanned');
      await scanning.expire('VulnerabilityReport', report);
      await scanning.untilImage(portal, 'expired');
      await portal.pass(GRACE_MS + 60_000);
      const image = await scanning.untilImage(portal, 'not-scanned');
      assert.equal(image.counts, undefined);
      assert.deepEqual(await trendOf(portal, scanning), {
        opened: FOUND.length,
        closed: FOUND.length,
        gone: FOUND.length,
      });
    },
  },
];
