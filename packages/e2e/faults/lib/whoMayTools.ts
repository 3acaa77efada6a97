import type { ToolRow } from '@slipway/test-utils';
import { TEMPLATE } from './whoMay';
import { toolsOfPlugins } from './whoMayPlugins';

const NONE = { kind: 'component', namespace: 'default', name: 'none' };
const ORDER_SERVICE = { ...NONE, name: 'order-service' };

/** Who may use each tool that the portal offers to agents, by plugin; a plugin that is not here offers none. Each of them answers for the user who asks. */
export const TOOLS: Record<string, Readonly<Record<string, ToolRow>>> = {
  catalog: {
    'get-catalog-entity': { who: 'signed in', input: ORDER_SERVICE },
    'get-catalog-model-description': { who: 'signed in', input: {} },
    'query-catalog-entities': { who: 'signed in', input: { limit: 1 } },
    'refresh-catalog-entity': { who: 'signed in', input: ORDER_SERVICE },
    'register-entity': {
      who: 'platform',
      input: { locationUrl: 'https://example.invalid/x/catalog-info.yaml' },
    },
    'unregister-entity': {
      who: 'platform',
      input: { type: { locationId: 'none' } },
    },
    'validate-entity': { who: 'signed in', input: { entity: 'kind: x' } },
  },
  scaffolder: {
    'dry-run-template': {
      who: 'platform',
      input: { templateYaml: 'kind: Template' },
    },
    'execute-template': {
      who: 'signed in',
      input: TEMPLATE,
    },
    'get-scaffolder-task-logs': {
      who: 'signed in',
      input: { taskId: 'none' },
    },
    'list-scaffolder-actions': { who: 'signed in', input: {} },
    'list-scaffolder-tasks': { who: 'signed in', input: {} },
  },
  ...toolsOfPlugins(),
};
