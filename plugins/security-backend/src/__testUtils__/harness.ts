import { REPORT_RESOURCES } from '@slipway/plugin-security-common';
import { JsonObject } from '@backstage/types';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import {
  component,
  PluginHarnessOptions,
  startPluginHarness,
  until,
} from '@slipway/test-utils';
import { createHash } from 'node:crypto';
import securityPlugin from '..';
import { rolloutObjects, vulnerability, vulnerabilityReport } from './objects';

export const ENTITY =
  '/api/security/v1/entities/component/default/orders/findings';
export const CANARY =
  '/api/security/v1/clusters/gke/namespaces/shop/rollouts/orders/canary';
export const TOKEN = 'a-token-of-twenty-or-more';
export const READ = 'security.entity.read';
export const RESOURCE = REPORT_RESOURCES.VulnerabilityReport;
export const VULNERABILITIES = 'vulnerabilityreports.aquasecurity.github.io';

/** The plugin over a rollout with a canary under way in production, and these reports. */
export async function setUp(
  reports: Record<string, object[]> = {},
  options: Pick<PluginHarnessOptions, 'entities' | 'features' | 'refused'> & {
    config?: JsonObject;
  } = {},
) {
  const { config = {}, features = [], ...others } = options;
  const approvals = fakeApprovals();
  const harness = await startPluginHarness(securityPlugin, {
    entities: [
      component('orders', 'team-orders', {
        'backstage.io/kubernetes-id': 'orders',
      }),
    ],
    clusters: [{ name: 'gke', environment: 'prod' }],
    objects: { gke: { ...rolloutObjects(), ...reports } as never },
    ...others,
    features: [approvals.factory, fakeBreakGlass().factory, ...features],
    config: {
      slipway: {
        security: {
          ...config,
          ingest: {
            maxBytes: 20_000,
            tokens: [
              {
                name: 'ci of orders',
                sha256: createHash('sha256').update(TOKEN).digest('hex'),
                repositories: ['shop/*'],
              },
            ],
          },
        },
      },
    },
  });
  const findings = async () => (await harness.as('olga').get(ENTITY)).body;
  return {
    ...harness,
    approvals,
    findings,
    canary: async () => (await harness.as('olga').get(CANARY)).body,
    /** Resolves when as many images as there are reports are scanned. */
    scanned: (count: number) =>
      until(`${count} images are scanned`, async () => {
        const { images } = await findings();
        return (
          images.filter(({ state }: { state: string }) => state === 'scanned')
            .length === count
        );
      }),
    send: (body: object, token = TOKEN) =>
      harness
        .asNobody()
        .post('/api/security/v1/scans', body)
        .set('authorization', `Bearer ${token}`),
  };
}

export const STABLE = vulnerabilityReport('aaa', [
  vulnerability('CVE-2026-0001', 'HIGH'),
  vulnerability('CVE-2026-0002', 'LOW', ''),
]);
export const CANARY_REPORT = vulnerabilityReport('bbb', [
  vulnerability('CVE-2026-0001', 'HIGH'),
  vulnerability('CVE-2026-0003', 'CRITICAL'),
]);
