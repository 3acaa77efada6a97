import { Json } from '@slipway/kube-sim';
import { PodTemplate } from './model';

/** Letters and digits that spell no words; upstream `k8s.io/apimachinery/pkg/util/rand`. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** 32 bits FNV-1a. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

const safe = (text: string) =>
  [...text]
    .map(letter => ALPHABET[letter.charCodeAt(0) % ALPHABET.length])
    .join('');

/** What the API server fills in where a pod template says nothing. */
const DEFAULTS: Record<string, Json> = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  protocol: 'TCP',
  imagePullPolicy: 'IfNotPresent',
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  scheme: 'HTTP',
  path: '/',
  apiVersion: 'v1',
  defaultMode: 0o644,
  expirationSeconds: 3600,
};

/** Whether a member is what the API server would fill in beside the others of its object. */
const isImplied = (key: string, item: unknown, whole: object): boolean => {
  const others = new Map<string, unknown>(Object.entries(whole));
  if (key === 'serviceAccount')
    return item === others.get('serviceAccountName');
  if (key !== 'imagePullPolicy' || item !== 'Always') return false;
  const name = String(others.get('image') ?? '').replace(/^.*\//, '');
  return !name.includes('@') && /^[^:]*(:latest)?$/.test(name);
};

/** JSON with sorted keys and without what says nothing: null, empty, or a default of the API server. */
function canonical(value: unknown, defaults: Record<string, Json>): unknown {
  if (Array.isArray(value)) {
    return value.map(item => canonical(item, defaults) ?? null);
  }
  if (typeof value !== 'object' || value === null) {
    return value === null || value === '' ? undefined : value;
  }
  const entries = Object.entries(value)
    .filter(
      ([key, item]) =>
        !(key in defaults && defaults[key] === item) &&
        !isImplied(key, item, value),
    )
    .map(([key, item]): [string, unknown] => [key, canonical(item, defaults)])
    .filter(
      ([, item]) =>
        item !== undefined && !(Array.isArray(item) && item.length === 0),
    )
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.length ? Object.fromEntries(entries) : undefined;
}

const hashOf = (value: unknown, defaults: Record<string, Json>) =>
  safe(String(fnv1a(JSON.stringify(canonical(value, defaults)) ?? '')));

/**
 * Hash of a pod template. Same template, same hash: the order of keys, empty
 * fields and defaults of the API server make no difference.
 *
 * @param collisions - `status.collisionCount`
 */
export const podTemplateHash = (
  template: PodTemplate | undefined,
  collisions?: number,
): string => hashOf({ template, collisions }, DEFAULTS);

/**
 * Hash of the pod template of an Experiment. The real one reads the template
 * with all defaults filled in, from a ReplicaSet: the same template has another
 * hash than in its Rollout.
 *
 * @see experiments/replicaset.go newReplicaSetFromTemplate
 */
export const experimentTemplateHash = (
  template: PodTemplate | undefined,
  collisions?: number,
): string => hashOf({ template, collisions, defaulted: true }, DEFAULTS);

/** Hash of the steps of a canary; a change of it starts again at the first. */
export const stepsHash = (steps: unknown): string => hashOf({ steps }, {});

/** A sequence of numbers from 0 up to 1 that is the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A suffix as generated names have it. */
export const suffix = (random: () => number, length = 5): string =>
  Array.from(
    { length },
    () => ALPHABET[Math.floor(random() * ALPHABET.length)],
  ).join('');
