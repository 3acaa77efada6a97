import assert from 'node:assert/strict';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { REPORT_RESOURCES } from '@slipway/plugin-security-common';
import { at, isRecord } from '../../lib/json';
import { ScanningScenario } from '../../lib/scanning';
import { until } from '../../lib/until';

const CRDS: ResourceId = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
};
const { plural, group } = REPORT_RESOURCES.VulnerabilityReport;
const NAME = `${plural}.${group}`;

/**
 * Scenarios that take the kinds of Trivy Operator away, so nothing runs beside
 * them. Kinds of the sandbox are its own and stay.
 */
export const installationScenarios: ScanningScenario[] = [
  {
    id: 'findings-not-installed',
    title:
      'Without the kinds of Trivy Operator the page says that nothing scans; with them it reads again',
    async run(scanning) {
      const { api } = scanning;
      const portal = await scanning.portal();
      await scanning.scanned('1.8.2');
      await scanning.untilImage(portal, 'scanned');
      const sourceIs = (state: string, reason: RegExp) =>
        scanning.untilFindings(
          portal,
          `Trivy Operator is ${state}`,
          ({ sources }) =>
            sources.some(
              source =>
                source.name.startsWith('Trivy Operator') &&
                source.state === state &&
                reason.test(source.reason ?? ''),
            ),
        );
      const definition = (await api.listOfCluster(CRDS)).find(
        each => at(each, 'metadata', 'name') === NAME,
      );
      assert.ok(definition && isRecord(definition.spec));
      await api.deleteOfCluster(CRDS, NAME);
      try {
        await sourceIs('missing', /^It is not installed/);
        // What it had reported counts for the grace period.
        await scanning.untilImage(portal, 'expired');
      } finally {
        await until(
          'the definition is gone',
          () => api.listOfCluster(CRDS),
          found => !found.some(each => at(each, 'metadata', 'name') === NAME),
        );
        await api.createOfCluster(CRDS, {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: CRDS.kind,
          metadata: {
            name: NAME,
            annotations: at(definition, 'metadata', 'annotations'),
          },
          spec: definition.spec,
        });
      }
      await sourceIs('missing', /^It is installed and there are no reports/);
    },
  },
];
