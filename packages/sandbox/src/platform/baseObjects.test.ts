import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { MODULES } from '../modules';
import { baseObjects } from './baseObjects';
import { CLUSTERS } from './clusters';

const manifests = join(__dirname, '../../../../tools/real-stack/manifests');

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: unknown;
}

/** With its rules in one order: RBAC adds them up. */
const inOrder = <O extends object>(object: O | undefined) =>
  object && 'rules' in object && Array.isArray(object.rules)
    ? {
        ...object,
        rules: [...object.rules].sort((left, right) =>
          JSON.stringify(left) < JSON.stringify(right) ? -1 : 1,
        ),
      }
    : object;

const read = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(join(manifests, file), 'utf8')).map(document =>
    document.toJS(),
  );

describe('baseObjects', () => {
  it('gives the portal and the teams the rights of the real stack', () => {
    const objects = baseObjects(
      CLUSTERS[0],
      MODULES.filter(({ onlyInSandbox }) => !onlyInSandbox),
    );
    for (const manifest of [
      ...read('rbac-portal.yaml'),
      ...read('rbac-teams.yaml'),
    ]) {
      const made = objects.find(
        ({ kind, metadata }) =>
          kind === manifest.kind &&
          metadata.name === manifest.metadata.name &&
          metadata.namespace === manifest.metadata.namespace,
      );
      expect(inOrder(made)).toEqual(inOrder(manifest));
    }
  });

  it('compares every module of whose kinds the real stack knows anything', () => {
    const groups = new Set(
      ['rbac-portal.yaml', 'rbac-teams.yaml'].flatMap(file =>
        parseAllDocuments(readFileSync(join(manifests, file), 'utf8')).flatMap(
          document => {
            const { rules = [] } = document.toJS();
            return rules.flatMap(
              ({ apiGroups }: { apiGroups: string[] }) => apiGroups,
            );
          },
        ),
      ),
    );
    const known = MODULES.filter(
      ({ onlyInSandbox, kinds }) =>
        onlyInSandbox && kinds.some(({ group }) => groups.has(group)),
    );
    expect(known).toEqual([]);
  });

  it.each(CLUSTERS.map(cluster => [cluster.name, cluster] as const))(
    '%s says the environment of each of its namespaces',
    (_, cluster) => {
      const labels = Object.fromEntries(
        baseObjects(cluster)
          .filter(({ kind }) => kind === 'Namespace')
          .map(({ metadata }) => [
            metadata.name,
            metadata.labels?.['slipway.io/environment'],
          ]),
      );
      expect(labels).toMatchObject(
        Object.fromEntries(
          cluster.namespaces.map(({ name, environment }) => [
            name,
            environment,
          ]),
        ),
      );
    },
  );

  it('opens Secrets to nobody', () => {
    expect(
      JSON.stringify(CLUSTERS.map(cluster => baseObjects(cluster))),
    ).not.toContain('"secrets"');
  });
});
