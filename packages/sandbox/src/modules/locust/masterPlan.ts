import { isRecord, KubeObject, valueAt } from '@slipway/kube-sim';
import { readLocustfile, SimulatedClass } from './locustfile';

/** Labels by which the portal marks what belongs to a run; see objects.ts of plugins/loadtest-backend. */
export const RUN_LABEL = 'slipway.io/load-run';
export const ROLE_LABEL = 'slipway.io/load-role';

/** Users of one class, as the run wants them. */
export interface PlannedClass extends SimulatedClass {
  weight: number;
  pacingSeconds: number;
}

/** What a master is to do, as far as the simulation knows it. */
export interface MasterPlan {
  run: string;
  /** Users over time: seconds and users; between two points they change evenly. */
  points: Array<[number, number]>;
  classes: PlannedClass[];
  sampleSeconds: number;
  deadlineSeconds: number;
  /** Workers that it waits for before it starts. */
  workers: number;
  /** The service that is loaded; undefined for an address that is none of the cluster. */
  target?: { namespace: string; service: string };
}

const isPoint = (value: unknown): value is [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(part => typeof part === 'number');

const numberOf = (value: unknown, otherwise: number) =>
  typeof value === 'number' ? value : otherwise;

/** `http://order-service.ecommerce:8300` → its service and namespace. */
function targetOf(url: string): MasterPlan['target'] {
  const [, service, namespace] =
    /^https?:\/\/([^.:/]+)\.([^.:/]+)/.exec(url) ?? [];
  return service && namespace ? { service, namespace } : undefined;
}

/** The value that follows a flag on a command line. */
const argument = (args: readonly unknown[], flag: string): string =>
  String(args[args.indexOf(flag) + 1] ?? '');

/**
 * The plan of a master's pod, from its arguments and the ConfigMap that it
 * mounts; undefined when something of it is missing.
 */
export function masterPlan(
  pod: Readonly<KubeObject>,
  configMap: Readonly<KubeObject>,
): MasterPlan | undefined {
  const data = valueAt(configMap, ['data']);
  const containers = valueAt(pod, ['spec', 'containers']);
  const [container] = Array.isArray(containers) ? containers : [];
  const args = valueAt(container, ['args']);
  if (!isRecord(data) || !Array.isArray(args)) return undefined;
  const run: unknown = JSON.parse(String(data['run.json'] ?? 'null'));
  if (!isRecord(run) || !isRecord(run.classes)) return undefined;
  const points = Array.isArray(run.points) ? run.points.filter(isPoint) : [];
  if (points.length === 0) return undefined;
  const wanted = run.classes;
  return {
    run: String(run.run),
    points,
    classes: readLocustfile(String(data['locustfile.py'] ?? '')).flatMap(
      one => {
        const planned = wanted[one.name];
        if (!isRecord(planned)) return [];
        return {
          ...one,
          weight: numberOf(planned.weight, 1),
          pacingSeconds: Math.max(0.01, numberOf(planned.pacing, 1)),
        };
      },
    ),
    sampleSeconds: numberOf(run.sampleSeconds, 2),
    deadlineSeconds: numberOf(run.deadlineSeconds, 3600),
    workers: Math.max(1, Number(argument(args, '--expect-workers')) || 1),
    target: targetOf(argument(args, '--host')),
  };
}
