import { join } from 'node:path';
import { SERVICES, isServiceName } from '@slipway/platform-model';
import { ExplainedError } from '../errors.ts';
import type { InstancePaths } from '../paths.ts';
import { runClient } from './kubectl.ts';

/** One helm release. */
export interface Release {
  service: string;
  namespace: string;
  /** Values beside those of the chart, the service and the real stack. */
  set: Record<string, string>;
}

/** Services that the second namespace has. */
const stageServices = ['order-service', 'payment-service'];

/**
 * Names of the services that `--services` asks for.
 *
 * @throws ExplainedError for a name that is not one of the ten
 */
export function wantedServices(option: string): string[] {
  if (option === 'none') {
    return [];
  }
  const names: string[] = SERVICES.map(service => service.name);
  if (option === 'all') {
    return names;
  }
  const wanted = option.split(',').map(name => name.trim());
  const unknown = wanted.filter(name => !isServiceName(name));
  if (unknown.length) {
    throw new ExplainedError(
      `Unknown service ${unknown.join(
        ', ',
      )}: use all, none, or a list of ${names.join(', ')}.`,
    );
  }
  return wanted;
}

/** The releases of the given services: all in `ecommerce`, some in `ecommerce-stage` too. */
export function releases(
  services: readonly string[],
  prometheusUrl: string,
): Release[] {
  const set = { 'analysis.prometheus': prometheusUrl };
  return [
    ...services.map(service => ({ service, namespace: 'ecommerce', set })),
    ...services
      .filter(service => stageServices.includes(service))
      .map(service => ({
        service,
        namespace: 'ecommerce-stage',
        set: { ...set, 'spring.profiles': 'stage', replicas: '2' },
      })),
  ];
}

/** Arguments of `helm upgrade --install` for one release. */
export function helmArguments(root: string, release: Release): string[] {
  const chart = join(root, 'infra', 'charts', 'spring-service');
  return [
    'upgrade',
    '--install',
    release.service,
    chart,
    `--namespace=${release.namespace}`,
    `--values=${join(chart, 'values', `${release.service}.yaml`)}`,
    `--values=${join(
      root,
      'tools',
      'real-stack',
      'manifests',
      'chart-values.yaml',
    )}`,
    ...Object.entries(release.set).map(
      ([key, value]) => `--set=${key}=${value}`,
    ),
    '--history-max=2',
  ];
}

/** Runs `work` over the items, `width` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: Math.min(width, rest.length) }, async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
        await work(item);
      }
    }),
  );
}

interface ListedRelease {
  name: string;
  namespace: string;
}

/** Uninstalls releases that an interrupted helm has left half done: helm refuses to touch them otherwise. */
async function removePending(paths: InstancePaths, bin: string): Promise<void> {
  const text = await runClient(paths, bin, 'helm', [
    'list',
    '--all-namespaces',
    '--pending',
    '--output=json',
  ]);
  for (const { name, namespace } of JSON.parse(text) as ListedRelease[]) {
    await runClient(paths, bin, 'helm', [
      'uninstall',
      name,
      `--namespace=${namespace}`,
    ]);
  }
}

/** Installs releases with the real helm, two at a time; does not wait for pods. */
export async function installReleases(
  root: string,
  paths: InstancePaths,
  bin: string,
  list: readonly Release[],
): Promise<void> {
  await removePending(paths, bin);
  await inParallel(list, 2, async release => {
    await runClient(paths, bin, 'helm', helmArguments(root, release));
  });
}

/** Uninstalls releases, and deletes what clients made beside them. */
export async function removeReleases(
  paths: InstancePaths,
  bin: string,
  list: readonly Release[],
): Promise<void> {
  await inParallel(list, 2, async ({ service, namespace }) => {
    await runClient(paths, bin, 'helm', [
      'uninstall',
      service,
      `--namespace=${namespace}`,
      '--ignore-not-found',
      '--wait',
      '--timeout=60s',
    ]);
  });
}
