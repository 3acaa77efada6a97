import { READ, rule } from '../rbac';
import { ModuleRbac } from '../types';

/** What the portal and the teams may do with Rollouts, as in `tools/real-stack/manifests`. */
export const rbac: ModuleRbac = {
  view: [
    rule(
      'argoproj.io',
      [
        'rollouts',
        'analysisruns',
        'analysistemplates',
        'clusteranalysistemplates',
        'experiments',
      ],
      READ,
    ),
  ],
  operate: [
    rule('argoproj.io', ['rollouts', 'rollouts/status'], ['get', 'patch']),
    rule('argoproj.io', ['analysisruns'], ['get', 'patch', 'update']),
    // A Rollout with workloadRef takes its template from a Deployment: set image and undo patch that one.
    rule('apps', ['deployments'], ['get', 'patch']),
  ],
};
