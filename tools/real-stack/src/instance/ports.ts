import { createServer } from 'node:net';
import { ExplainedError } from '../errors.ts';

/** What needs a port, in the order in which a block of ports is given out. */
export const PORT_NAMES = [
  'apiserver',
  'etcd',
  'etcdPeer',
  'controllerManager',
  'scheduler',
  'kwok',
  'rolloutsMetrics',
  'rolloutsHealth',
  'exporter',
  'prometheus',
  'chaosDaemon',
  'chaosWebhook',
  'chaosMetrics',
  'kedaOperator',
  'kedaAdapter',
  'kedaAdapterMetrics',
  'kedaWebhooks',
] as const;

export type PortName = (typeof PORT_NAMES)[number];
export type Ports = Record<PortName, number>;

/** Blocks lie below Linux's range for outgoing connections (32768 and up), so that none takes a port of ours. */
const firstPort = 20_000;
const blocks = 680;

/** The ports of one block. */
export function portsOfBlock(block: number): Ports {
  const base = firstPort + block * PORT_NAMES.length;
  return Object.fromEntries(
    PORT_NAMES.map((name, index) => [name, base + index]),
  ) as Ports;
}

/** The block to try first: depends on the instance's folder, so that two checkouts rarely want the same. */
export function firstBlock(instanceDir: string): number {
  let hash = 5381;
  for (const char of instanceDir) {
    hash = (Math.imul(hash, 33) + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash % blocks;
}

/**
 * Chooses a block of which every port is free and none is `taken`.
 *
 * @param isFree - asks the machine whether a port can be listened on
 * @param taken - ports recorded by other instances, running or not
 * @throws ExplainedError when there is no free block
 */
export async function choosePorts(
  instanceDir: string,
  isFree: (port: number) => Promise<boolean>,
  taken: ReadonlySet<number>,
): Promise<Ports> {
  const start = firstBlock(instanceDir);
  for (let offset = 0; offset < blocks; offset++) {
    const ports = portsOfBlock((start + offset) % blocks);
    const values = Object.values(ports);
    if (values.some(port => taken.has(port))) {
      continue;
    }
    const free = await Promise.all(values.map(isFree));
    if (free.every(Boolean)) {
      return ports;
    }
  }
  throw new ExplainedError(
    `No ${PORT_NAMES.length} free ports in a row between ${firstPort} and ${
      firstPort + blocks * PORT_NAMES.length
    }: end other instances with "down" and try again.`,
  );
}

/**
 * The recorded ports, with those that an older version did not know chosen now:
 * what an instance listens on already stays.
 *
 * @throws ExplainedError when there is no free block
 */
export async function completePorts(
  recorded: Partial<Ports>,
  instanceDir: string,
  isFree: (port: number) => Promise<boolean>,
  taken: ReadonlySet<number>,
): Promise<Ports> {
  if (PORT_NAMES.every(name => recorded[name] !== undefined)) {
    return recorded as Ports;
  }
  const own = Object.values(recorded);
  const chosen = await choosePorts(
    instanceDir,
    isFree,
    new Set([...taken, ...own]),
  );
  return { ...chosen, ...recorded };
}

/** True when nothing listens on the port, on loopback or on all interfaces. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** Ports that each component listens on. */
export const PORTS_OF: Readonly<Record<string, readonly PortName[]>> = {
  etcd: ['etcd', 'etcdPeer'],
  apiserver: ['apiserver'],
  'controller-manager': ['controllerManager'],
  scheduler: ['scheduler'],
  kwok: ['kwok'],
  rollouts: ['rolloutsMetrics', 'rolloutsHealth'],
  exporter: ['exporter'],
  prometheus: ['prometheus'],
  'chaos-daemon': ['chaosDaemon'],
  'chaos-mesh': ['chaosWebhook', 'chaosMetrics'],
  'keda-operator': ['kedaOperator'],
  'keda-adapter': ['kedaAdapter', 'kedaAdapterMetrics'],
  'keda-webhooks': ['kedaWebhooks'],
};

/**
 * Makes sure that nothing else listens where components are about to start.
 *
 * @throws ExplainedError that names the port and the component
 */
export async function refuseTakenPorts(
  components: readonly string[],
  ports: Ports,
  isFree: (port: number) => Promise<boolean>,
): Promise<void> {
  for (const component of components) {
    for (const name of PORTS_OF[component] ?? []) {
      if (!(await isFree(ports[name]))) {
        throw new ExplainedError(
          `Port ${ports[name]} is needed by ${component}, but another program listens on it: end that program, or run "down --wipe" so that "up" chooses other ports.`,
        );
      }
    }
  }
}
