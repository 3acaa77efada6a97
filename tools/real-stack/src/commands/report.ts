import {
  aliveComponents,
  instanceNames,
  readState,
} from '../instance/state.ts';
import { componentsWith } from '../instance/components.ts';
import { instancePaths } from '../paths.ts';

/** What `list` and `up --json` say of an instance. */
export interface InstanceReport {
  name: string;
  /** `damaged`: some components run, some do not; `up` repairs it. */
  state: 'up' | 'damaged' | 'down';
  clusterName: string;
  apiserver: string;
  prometheus: string;
  exporter: string;
  kubeconfig: string;
  appConfig: string;
  dir: string;
  /** What it has beside the platform. */
  addons: string[];
  components: Record<string, { pid: number; alive: boolean }>;
}

/** The report of one instance, or undefined when it does not exist. */
export function instanceReport(
  root: string,
  name: string,
): InstanceReport | undefined {
  const paths = instancePaths(root, name);
  const state = readState(paths);
  if (!state) {
    return undefined;
  }
  const alive = aliveComponents(state);
  const needed = componentsWith(state.addons);
  const { ports } = state;
  let condition: InstanceReport['state'] = 'damaged';
  if (alive.length === 0) {
    condition = 'down';
  } else if (needed.every(component => alive.includes(component))) {
    condition = 'up';
  }
  return {
    name,
    state: condition,
    clusterName: state.clusterName,
    apiserver: `https://127.0.0.1:${ports.apiserver}`,
    prometheus: `http://127.0.0.1:${ports.prometheus}`,
    exporter: `http://127.0.0.1:${ports.exporter}`,
    kubeconfig: paths.adminKubeconfig,
    appConfig: paths.appConfig,
    dir: paths.dir,
    addons: state.addons,
    components: Object.fromEntries(
      Object.entries(state.processes).map(([component, { pid }]) => [
        component,
        { pid, alive: alive.includes(component) },
      ]),
    ),
  };
}

/** Reports of every instance of the checkout. */
export function listReports(root: string): InstanceReport[] {
  return instanceNames(root).flatMap(name => instanceReport(root, name) ?? []);
}
