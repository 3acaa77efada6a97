import assert from 'node:assert/strict';
import { idsOf, ScanningScenario } from '../../lib/scanning';
import { imageOf } from '../../lib/trivyReports';

export const releaseScenarios: ScanningScenario[] = [
  {
    id: 'findings-release',
    title:
      'A new image version: canary and stable apart, and what the canary adds',
    async run(scanning) {
      const portal = await scanning.portal({
        config: {
          gate: {
            rules: [{ name: 'no new criticals', severities: ['critical'] }],
          },
        },
      });
      const { namespace } = scanning;
      const ref = { cluster: portal.cluster, namespace, name: 'shop' };
      const stable = await scanning.rollOut(imageOf('1.8.2'));
      await scanning.scan(stable, '1.8.2');
      await scanning.untilImage(portal, 'scanned');
      assert.equal((await portal.canaries.of(ref)).diff, undefined);

      const canary = await scanning.release(imageOf('1.9.0'));
      // Before the canary is scanned nothing is known of what it adds.
      await scanning.untilFindings(
        portal,
        'the canary runs, and is not scanned',
        ({ images }) =>
          images.some(
            ({ state, places: [{ role }] }) =>
              state === 'not-scanned' && role === 'canary',
          ),
      );
      const unknown = await portal.canaries.of(ref);
      assert.equal(unknown.diff?.verdict, 'unknown');

      await scanning.scan(canary, '1.9.0');
      const { images } = await scanning.untilFindings(
        portal,
        'stable and canary are scanned',
        found =>
          found.images.length === 2 &&
          found.images.every(({ state }) => state === 'scanned'),
      );
      assert.deepEqual(
        Object.fromEntries(
          images.map(image => [
            image.places[0].role,
            [image.image.tag, ...idsOf(image)],
          ]),
        ),
        {
          stable: [
            '1.8.2',
            'CVE-2021-23337',
            'CVE-2022-24999',
            'CVE-2022-48174',
            'CVE-2023-5363',
            'CVE-2023-5678',
          ],
          canary: [
            '1.9.0',
            'CVE-2021-44906',
            'CVE-2022-24999',
            'CVE-2022-48174',
          ],
        },
      );
      const { diff } = await portal.canaries.of(ref);
      assert.ok(diff);
      const ids = (entries: typeof diff.added) =>
        entries.map(({ finding }) => finding.id).sort();
      assert.equal(diff.verdict, 'worse');
      assert.deepEqual(ids(diff.added), ['CVE-2021-44906']);
      assert.deepEqual(ids(diff.fixed), [
        'CVE-2021-23337',
        'CVE-2023-5363',
        'CVE-2023-5678',
      ]);
      assert.deepEqual(ids(diff.unchanged), [
        'CVE-2022-24999',
        'CVE-2022-48174',
      ]);
      const { stops } = portal.canaries.judge(ref, { diff });
      assert.equal(stops.length, 1);
      assert.match(stops[0].reason, /"no new criticals".* adds 1 critical/);
    },
  },
];
