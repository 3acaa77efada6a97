import { Entity } from '@backstage/catalog-model';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { loadCase } from '@slipway/field-cases';
import { showsWorkloads } from '@slipway/plugin-clusters-common';
import { rolloutsPlugin } from './plugin';

const ID = { 'backstage.io/kubernetes-id': 'orders' };
const SELECTOR = { 'backstage.io/kubernetes-label-selector': 'app=orders' };
const entity = (
  kind: string,
  annotations?: Record<string, string>,
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'orders', annotations },
});

const tab = createExtensionTester(
  rolloutsPlugin.getExtension('entity-content:rollouts'),
).get(EntityContentBlueprint.dataRefs.filterFunction);
const card = createExtensionTester(
  rolloutsPlugin.getExtension('entity-card:rollouts'),
).get(EntityCardBlueprint.dataRefs.filterFunction);

describe('the tab and the card of an entity', () => {
  it.each([
    ...['Component', 'component', 'Resource', 'System', 'API', 'Domain'].map(
      kind => entity(kind),
    ),
    ...['Group', 'User', 'Location', 'Template'].map(kind => entity(kind)),
    entity('API', ID),
    entity('Domain', SELECTOR),
    entity('Component', SELECTOR),
    entity('Component', ID),
  ])('are there where a workload can be bound: $kind', one => {
    const expected = showsWorkloads({
      kind: one.kind,
      annotations: one.metadata.annotations,
    });
    expect(tab?.(one)).toBe(expected);
    expect(card?.(one)).toBe(expected);
  });

  it.each(
    ['31-backstage-annotations', '33-entity-without-kubernetes-id'].flatMap(
      name =>
        loadCase(name, { now: 0, file: 'catalog.yaml' }).map(
          one => [one.metadata.name, one] as const,
        ),
    ),
  )('are there for %s', (_, one) => {
    const written = { apiVersion: 'backstage.io/v1alpha1', ...one };
    expect(tab?.(written)).toBe(true);
    expect(card?.(written)).toBe(true);
  });
});
