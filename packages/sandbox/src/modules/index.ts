import {
  builtInTypes,
  Clock,
  createStore,
  Json,
  MemoryStore,
  ObjectStore,
  ResourceType,
  ServiceBackend,
} from '@slipway/kube-sim';
import { Cause, NamespaceFlow, namespaceFlow } from '@slipway/platform-model';
import { ClusterLoops, ClusterLoopsOptions } from '../loops';
import { askService } from '../platform/askService';
import { measuredPods } from '../platform/measuredPods';
import { chaos } from './chaos';
import { keda } from './keda';
import { locust } from './locust';
import { rollouts } from './rollouts';
import { services } from './services';
import { trivy } from './trivy';
import { SandboxModule } from './types';
import { workloads } from './workloads';

export type { ModuleRbac, Rule, SandboxModule } from './types';

/** What the clusters of the sandbox consist of. Add a module here. */
export const MODULES: readonly SandboxModule[] = [
  rollouts,
  workloads,
  chaos,
  locust,
  keda,
  services,
  trivy,
];

/** The kinds of modules, with what the modules say of them. */
export function kindsOf(modules: readonly SandboxModule[]): ResourceType[] {
  return modules.flatMap(({ kinds, columns, validate, fill, refuse }) =>
    kinds.map(type => ({
      ...type,
      custom: {
        ...type.custom,
        columns: columns?.[type.kind],
        validate,
        fill,
        refuse,
      },
    })),
  );
}

/** An empty cluster, or what was kept of one, that serves the kinds of the modules. */
export function createClusterStore(
  clock: Clock,
  snapshot?: Json,
  modules: readonly SandboxModule[] = MODULES,
): MemoryStore {
  const types = [...builtInTypes(), ...kindsOf(modules)];
  return createStore(types, clock, { snapshot });
}

/** The control loops of the modules for one cluster. Nothing works before their start. */
export function createClusterLoops(
  options: Omit<ClusterLoopsOptions, 'loops' | 'traffic' | 'ask'>,
  modules: readonly SandboxModule[] = MODULES,
): ClusterLoops {
  return new ClusterLoops({
    ...options,
    loops: context => modules.flatMap(({ loops }) => loops(context)),
    traffic: namespace =>
      trafficOf(options.store, options.clock, namespace, modules),
    ask: (namespace, url) =>
      askService(
        options.store,
        servicesOf(options.store, modules),
        namespace,
        url,
      ),
  });
}

/** The traffic of one namespace in this moment. */
export function trafficOf(
  store: ObjectStore,
  clock: Clock,
  namespace: string,
  modules: readonly SandboxModule[] = MODULES,
): NamespaceFlow {
  return namespaceFlow(
    namespace,
    measuredPods(store).filter(pod => pod.namespace === namespace),
    effectsOn(store, modules),
    clock.now().getTime(),
    'slipway',
  );
}

/** What the objects of all modules do to the traffic of a cluster now. */
export function effectsOn(
  store: ObjectStore,
  modules: readonly SandboxModule[] = MODULES,
): Cause[] {
  return modules.flatMap(({ effects }) => effects?.(store) ?? []);
}

/** What the pods behind the services of a cluster answer. */
export function servicesOf(
  store: ObjectStore,
  modules: readonly SandboxModule[] = MODULES,
): ServiceBackend {
  return {
    answer(request) {
      for (const { answer } of modules) {
        const answered = answer?.(store, request);
        if (answered) return answered;
      }
      return undefined;
    },
  };
}
