import { KubeObject, resourceTypes } from '@slipway/kube-sim';
import { Kind } from '../../loops';
import { READ, rule } from '../rbac';
import { SandboxModule } from '../types';

const API = 'example.slipway.io/v1';
const SCHEMA = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['reason'],
      properties: {
        reason: { type: 'string', minLength: 1 },
        lifted: { type: 'boolean' },
      },
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};

interface Freeze extends KubeObject {
  spec: { reason: string; lifted?: boolean };
  status: { phase?: string };
}

/** Freezes: a team asks that a service is not released. */
export const freezes: SandboxModule = {
  onlyInSandbox: true,
  kinds: resourceTypes('example.slipway.io', 'v1', true, [
    ['freezes', 'Freeze', '', 'status'],
  ]).map(type => ({ ...type, custom: { schema: SCHEMA } })),
  rbac: {
    view: [rule('example.slipway.io', ['freezes'], READ)],
    operate: [rule('example.slipway.io', ['freezes'], ['get', 'patch'])],
  },
  loops({ store }) {
    const kind = new Kind<Freeze>(store, API, 'Freeze');
    return [
      {
        of: kind,
        create: () => ({
          sync(namespace, name) {
            const freeze = kind.get(namespace, name);
            const phase = freeze?.spec.lifted ? 'Lifted' : 'Active';
            if (freeze && freeze.status.phase !== phase) {
              kind.updateStatus({ ...freeze, status: { phase } });
            }
          },
        }),
      },
    ];
  },
};
