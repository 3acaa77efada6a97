import { Prometheus } from './prometheus';
import { Scenario } from './scenario';
import { Traffic, Workload } from './traffic';
import { World } from './world';

/** What a scenario about metrics looks at: Prometheus, and pods whose traffic it only reads. */
export interface Measured {
  prometheus: Prometheus;
  namespace: string;
  workloads: Workload[];
  /** A moment, s, all about which is scraped. */
  time: number;
  /** `name{namespace="…",more}`: of the pods with traffic only. */
  of(name: string, more?: string): string;
  /** The same for what a pod receives. */
  inbound(name: string, more?: string): string;
}

/** The range of all rates, as PromQL. */
export const WINDOW = `[${Traffic.window.text}]`;

/** Matcher of the pods of a Rollout: their proxies have its ReplicaSets, and no `deployment`. */
export const podsOf = (rollout: string): string =>
  `replicaset=~"${rollout}-[^-]+"`;

/** Whether two figures are the same but for how they were added up. */
export const near = (a: number, b: number, share = 1e-9): boolean =>
  Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b));

/** A scenario over the pods with traffic. */
export const measured = (
  id: string,
  title: string,
  run: (measured: Measured, world: World) => Promise<void>,
): Scenario => ({
  id: `promql-${id}`,
  title,
  traffic: true,
  run: async world => {
    const { traffic } = world;
    const workloads = await traffic.workloads();
    const of = (name: string, more = '') =>
      `${name}{namespace="${traffic.namespace}"${more && `,${more}`}}`;
    await run(
      {
        prometheus: traffic.prometheus,
        namespace: traffic.namespace,
        workloads,
        time: await traffic.moment(),
        of,
        inbound: (name, more = '') =>
          of(name, `direction="inbound"${more && `,${more}`}`),
      },
      world,
    );
  },
});

/** A scenario about requests and answers alone; no pods are wanted. */
export const asked = (
  id: string,
  title: string,
  run: (prometheus: Prometheus, world: World) => Promise<void>,
): Scenario => ({
  id: `promql-${id}`,
  title,
  run: world => run(world.traffic.prometheus, world),
});
