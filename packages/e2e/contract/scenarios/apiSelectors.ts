import assert from 'node:assert/strict';
import { labelSelectorVerdicts } from '@slipway/plugin-clusters-common/testUtils';
import { about } from '../lib/about';
import { configMap } from '../lib/objects';
import { Scenario } from '../lib/scenario';

export const apiSelectorScenarios: Scenario[] = [
  about(
    'selector-verdicts',
    'Each label selector of the table is taken or refused, and chooses, as the table says',
    async objects => {
      const nameOf = (index: number) => `set-${String(index).padStart(2, '0')}`;
      for (const [index, labels] of labelSelectorVerdicts.labels.entries()) {
        await objects.create(
          'configmaps',
          configMap(nameOf(index), {}, labels),
        );
      }
      for (const { selector, matches } of labelSelectorVerdicts.selectors) {
        const query = `labelSelector=${encodeURIComponent(selector)}`;
        if (matches) {
          const names = await objects.names('configmaps', query);
          assert.deepEqual(
            names.filter(name => name.startsWith('set-')).sort(),
            matches.map(nameOf),
            JSON.stringify(selector),
          );
        } else {
          await objects.refused(
            'BadRequest',
            'GET',
            objects.path('configmaps', undefined, query),
          );
        }
      }
    },
  ),
];
