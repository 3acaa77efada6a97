import assert from 'node:assert/strict';
import { idsOf, ScanningScenario } from '../../lib/scanning';
import {
  digestOf,
  imageOf,
  reportedOf,
  REPOSITORY,
  scanOf,
} from '../../lib/trivyReports';

const OTHER = `sha256:${'0'.repeat(64)}`;

export const digestScenarios: ScanningScenario[] = [
  {
    id: 'findings-index-digest',
    title:
      'The scan of a build is of what runs: by the digest of the index with which it was asked for, of which nobody says whether it is one',
    async run(scanning) {
      const portal = await scanning.portal();
      await scanning.deploy(`${REPOSITORY}@${digestOf('1.8.2')}`);
      await scanning.untilImage(portal, 'not-scanned');
      await portal.send(scanOf('1.9.0'));
      const other = await scanning.untilImage(portal, 'not-scanned');
      assert.deepEqual(other.sources, []);
      await portal.send(scanOf('1.8.2'));
      const image = await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(
        image.sources.map(({ by, evidence }) => ({ by, ...evidence })),
        [{ by: 'build', evidence: 'digest', kind: 'requested' }],
      );
      assert.equal(idsOf(image).length, 5);
      // What was built and does not run is no finding of what runs.
      const { built } = await scanning.untilFindings(
        portal,
        'the other build stands apart',
        found => found.built.length === 1,
      );
      assert.equal(built[0].image.tag, '1.9.0');
    },
  },
  {
    id: 'findings-by-tag',
    title:
      'Without a digest the same tag makes it probable, no more; another digest is another image',
    async run(scanning) {
      const portal = await scanning.portal();
      await scanning.deploy(imageOf('1.8.2'));
      await portal.send(scanOf('1.8.2'));
      const image = await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(
        image.sources.map(({ evidence }) => evidence),
        [{ evidence: 'probable', by: 'tag' }],
      );
    },
  },
  {
    id: 'findings-without-digest',
    title:
      'A report without a digest is of the container that its labels name, also where a tag was moved',
    async run(scanning) {
      const portal = await scanning.portal();
      const set = await scanning.deploy(`${REPOSITORY}@${OTHER}`);
      const { vulnerabilities } = reportedOf('1.8.2');
      await scanning.report('VulnerabilityReport', set, {
        ...vulnerabilities,
        artifact: { repository: 'shop/orders' },
      });
      const image = await scanning.untilImage(portal, 'scanned');
      assert.deepEqual(
        image.sources.map(({ by, evidence }) => ({ by, ...evidence })),
        [{ by: 'operator', evidence: 'label' }],
      );
    },
  },
];
