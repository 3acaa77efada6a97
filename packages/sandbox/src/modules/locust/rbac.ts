import { rule } from '../rbac';
import { ModuleRbac } from '../types';

/** What the portal's Kubernetes runner makes, and how it reaches a master: KubernetesRunner of plugins/loadtest-backend. */
export const rbac: ModuleRbac = {
  view: [],
  operate: [
    rule('batch', ['jobs'], ['get', 'create', 'delete']),
    rule('apps', ['deployments'], ['create']),
    rule('', ['services', 'configmaps'], ['create']),
    rule('', ['services/proxy'], ['get', 'create']),
    rule('networking.k8s.io', ['networkpolicies'], ['create']),
    rule('keda.sh', ['scaledobjects'], ['create']),
  ],
};
