import { READ, rule } from '../rbac';
import { ModuleRbac } from '../types';

/** In the order of `tools/real-stack/manifests`. */
const ORDER = [
  'podchaos',
  'networkchaos',
  'stresschaos',
  'iochaos',
  'timechaos',
  'kernelchaos',
  'dnschaos',
  'httpchaos',
  'jvmchaos',
  'blockchaos',
  'awschaos',
  'gcpchaos',
  'azurechaos',
  'physicalmachinechaos',
];
const STARTERS = ['schedules', 'workflows'];

/** What the portal and the teams may do with faults, as in `tools/real-stack/manifests`. */
export const rbac: ModuleRbac = {
  view: [
    rule(
      'chaos-mesh.org',
      [
        ...ORDER,
        ...STARTERS,
        'workflownodes',
        'statuschecks',
        'podnetworkchaos',
        'podiochaos',
        'podhttpchaos',
        'physicalmachines',
        'remoteclusters',
      ],
      READ,
    ),
    // A fault may choose its pods by their node.
    rule('', ['nodes'], READ),
  ],
  operate: [
    rule(
      'chaos-mesh.org',
      [...ORDER, ...STARTERS],
      ['get', 'create', 'update', 'patch', 'delete'],
    ),
    // Chaos Mesh asks by the lower-cased kind, and for update where something is patched. @see pkg/webhook/validate_auth.go
    rule('chaos-mesh.org', ['schedule', 'workflow'], ['create', 'update']),
  ],
};
