import assert from 'node:assert/strict';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { ScanningScenario } from '../../lib/scanning';

const rbac = (plural: string, kind: string): ResourceId => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
  kind,
});
const CLUSTER_ROLES = rbac('clusterroles', 'ClusterRole');
const BINDINGS = rbac('clusterrolebindings', 'ClusterRoleBinding');
const READ = ['get', 'list', 'watch'];

export const accessScenarios: ScanningScenario[] = [
  {
    id: 'findings-forbidden',
    title:
      'Rights that lack one kind: the others are read, and the page says which is not',
    async run(scanning) {
      const { api, namespace } = scanning;
      const user = `${namespace}-portal`;
      await api.createOfCluster(CLUSTER_ROLES, {
        metadata: { name: user },
        rules: [
          {
            apiGroups: ['aquasecurity.github.io'],
            resources: [
              'vulnerabilityreports',
              'configauditreports',
              'sbomreports',
            ],
            verbs: READ,
          },
          {
            apiGroups: ['', 'apps', 'argoproj.io'],
            resources: [
              'namespaces',
              'pods',
              'replicasets',
              'deployments',
              'rollouts',
            ],
            verbs: READ,
          },
        ],
      });
      await api.createOfCluster(BINDINGS, {
        metadata: { name: user },
        roleRef: {
          apiGroup: CLUSTER_ROLES.group,
          kind: CLUSTER_ROLES.kind,
          name: user,
        },
        subjects: [{ apiGroup: CLUSTER_ROLES.group, kind: 'User', name: user }],
      });
      try {
        const portal = await scanning.portal({ as: { user } });
        await scanning.scanned('1.9.0');
        const image = await scanning.untilImage(portal, 'scanned');
        assert.deepEqual(image.secrets, []);
        const { sources } = await scanning.untilFindings(
          portal,
          'the kind is named',
          found =>
            found.sources.some(({ reason }) =>
              reason?.includes('exposedsecretreports'),
            ),
        );
        const [source] = sources.filter(({ name }) =>
          name.startsWith('Trivy Operator'),
        );
        assert.equal(source.state, 'partial');
        assert.match(
          source.reason ?? '',
          /RBAC does not let the portal list exposedsecretreports\.aquasecurity\.github\.io/,
        );
      } finally {
        await api.deleteOfCluster(BINDINGS, user);
        await api.deleteOfCluster(CLUSTER_ROLES, user);
      }
    },
  },
];
