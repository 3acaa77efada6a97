import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { isRecord } from './json';

/** What the scenarios run against. A second target needs only these. */
export interface Target {
  /** `real` or `sandbox`; the name in the report. */
  name: string;
  /** Its controller is Argo Rollouts, which can overlook a change (see `World.until`). A double may not. */
  canOverlook: boolean;
  apiUrl: string;
  credentials: Credentials;
  /** Path of `kubectl-argo-rollouts`. */
  argoCli: string;
  /** Kubeconfig for the CLI. */
  kubeconfig: string;
  /** Prometheus as the analysis controller reaches it. */
  prometheusUrl: string;
}

export interface Credentials {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  token?: string;
}

const text = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

const decoded = (value: unknown) =>
  typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;

function named(list: unknown, name: unknown, member: string) {
  const entry = Array.isArray(list)
    ? list.filter(isRecord).find(candidate => candidate.name === name)
    : undefined;
  const found = entry?.[member];
  if (!isRecord(found)) {
    throw new Error(`The kubeconfig has no ${member} named ${String(name)}.`);
  }
  return found;
}

/** Address and credentials of the current context: client certificate or token, data inline. */
export function readKubeconfig(file: string): {
  apiUrl: string;
  credentials: Credentials;
} {
  const config: unknown = parse(readFileSync(file, 'utf8'));
  if (!isRecord(config)) throw new Error(`${file} is no kubeconfig.`);
  const context = named(config.contexts, config['current-context'], 'context');
  const cluster = named(config.clusters, context.cluster, 'cluster');
  const user = named(config.users, context.user, 'user');
  const apiUrl = text(cluster.server);
  if (!apiUrl) throw new Error(`${file} names no server.`);
  return {
    apiUrl,
    credentials: {
      ca: decoded(cluster['certificate-authority-data']),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
      token: text(user.token),
    },
  };
}

interface Instance {
  dir: string;
  kubeconfig: string;
  prometheus: string;
}

/** Asks the real stack where an instance and its tools are. */
function realStackInstance(dir: string): { instance: Instance; bin: string } {
  const root = resolve(__dirname, '../../../..');
  const status: { bin: string; instances: Instance[] } = JSON.parse(
    execFileSync(
      process.execPath,
      [resolve(root, 'tools/real-stack/src/cli.ts'), 'status', '--json'],
      { cwd: root, encoding: 'utf8' },
    ),
  );
  const instance = status.instances.find(
    candidate => resolve(candidate.dir) === resolve(dir),
  );
  if (!instance) throw new Error(`No instance of the real stack is at ${dir}.`);
  return { instance, bin: status.bin };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `Set SLIPWAY_CONTRACT_INSTANCE (a folder of the real stack), or ${name}.`,
    );
  }
  return value;
}

/**
 * The target from the environment. `SLIPWAY_CONTRACT_INSTANCE` names an
 * instance of the real stack; without it `SLIPWAY_KUBECONFIG`,
 * `SLIPWAY_ARGO_CLI` and `SLIPWAY_PROMETHEUS` say where things are.
 */
export function targetFromEnvironment(): Target {
  const name = process.env.SLIPWAY_CONTRACT_TARGET ?? 'real';
  const canOverlook = name !== 'sandbox';
  const dir = process.env.SLIPWAY_CONTRACT_INSTANCE;
  if (dir) {
    const { instance, bin } = realStackInstance(dir);
    return {
      name,
      canOverlook,
      ...readKubeconfig(instance.kubeconfig),
      kubeconfig: instance.kubeconfig,
      argoCli: resolve(bin, 'kubectl-argo-rollouts'),
      prometheusUrl: instance.prometheus,
    };
  }
  const kubeconfig = required('SLIPWAY_KUBECONFIG');
  return {
    name,
    canOverlook,
    ...readKubeconfig(kubeconfig),
    kubeconfig,
    argoCli: required('SLIPWAY_ARGO_CLI'),
    prometheusUrl: required('SLIPWAY_PROMETHEUS'),
  };
}
