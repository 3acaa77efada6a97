import { isObject, Json } from '@slipway/plugin-clusters-common/read';
import { goDurationSeconds } from '../derive/duration';
import { podWords } from '../derive/pods';
import { projectPod } from '../raw/project';
import { eachLeaf } from './walk';

/** Numbers that a sentence about these objects may hold, by what they count. */
export interface NumberFacts {
  /** Percent of traffic, of pods, of a scale. */
  percent: readonly number[];
  /** Pods and replicas: counts, sums and differences of counts. */
  pods: readonly number[];
  /** Seconds of every duration. */
  seconds: readonly number[];
  /** Number of steps. */
  steps: number;
  revisions: ReadonlySet<number>;
  /** Everything else that the objects say, and all of the above. */
  any: readonly number[];
}

const NUMBER = String.raw`\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
/** A number that stands alone: not part of a name, an image, a version or an address. */
const TOKEN = new RegExp(
  String.raw`(?<![\w.\-/:@{])-?${NUMBER}(?!\w|-\w|\.\d|[:/@]\w)`,
  'g',
);
const DURATION = /(?<![\w.\-/:@{])(?:\d+h)?(?:\d+m)?(?:\d+s)?(?![\w-])/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** All numbers that stand alone in a text. */
export const numbersIn = (text: string): number[] =>
  (text.match(new RegExp(`-?${NUMBER}`, 'g')) ?? []).flatMap(found => [
    Number(found),
    Math.abs(Number(found)),
  ]);

/** Shares in three digits add up to the whole: the largest takes what rounding leaves over, percent. */
const ROUNDING = 0.11;

/** Members whose strings name things and say no quantity. */
const NAMES = new Set([
  'apiVersion',
  'kind',
  'uid',
  'image',
  'resourceVersion',
  'podTemplateHash',
  'currentPodHash',
  'stableRS',
  'observedGeneration',
]);

const isName = (path: readonly string[]) =>
  path.includes('metadata') ||
  path.includes('template') ||
  path.some(key => NAMES.has(key)) ||
  /(?:At|Time|Timestamp)$/.test(path.at(-1) ?? '');

const WEIGHT = /^(?:setWeight|weight)$/;
const REPLICAS = /replicas$/i;

const pairs = (
  values: readonly number[],
  of: (a: number, b: number) => number,
) => values.flatMap(a => values.map(b => of(a, b)));

function unique(values: Iterable<number>): number[] {
  return [...new Set(values)].filter(Number.isFinite);
}

const kindOf = (objects: readonly Json[], kind: string) =>
  objects.filter(one => one.kind === kind);

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (isObject(current) ? current[key] : undefined),
    value,
  );
}

const listAt = (value: unknown, ...path: string[]): unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

const revisionsOf = (objects: readonly Json[]) =>
  new Set(
    objects
      .map(one =>
        at(one, 'metadata', 'annotations', 'rollout.argoproj.io/revision'),
      )
      .filter(text => typeof text === 'string')
      .map(Number),
  );

/** Shares of available pods: of one ReplicaSet in all, and the rest. */
function podShares(available: readonly number[], more: readonly number[]) {
  const wholes = unique([
    available.reduce((sum, one) => sum + one, 0),
    ...more,
  ]).filter(whole => whole > 0);
  return wholes.flatMap(whole =>
    unique([...available, ...pairs(available, (a, b) => a + b)]).map(
      part => (part / whole) * 100,
    ),
  );
}

/** Restarts of some pods, as `kubectl get pods` counts them. */
const restartsOf = (pods: readonly Json[]) =>
  pods.reduce((sum, pod) => sum + podWords(projectPod(pod)).restarts, 0);

function weightsIn(value: unknown): number[] {
  const weights: number[] = [];
  eachLeaf(value, (path, leaf) => {
    if (path.at(-1) === 'weight') weights.push(Number(leaf));
  });
  return weights;
}

const ownedBy = (objects: readonly Json[], uid: unknown) =>
  objects.filter(object =>
    listAt(object, 'metadata', 'ownerReferences').some(
      one => at(one, 'uid') === uid,
    ),
  );

/** What the numbers in sentences about one rollout may be. */
export function numberFacts(objects: readonly Json[]): NumberFacts {
  const rollout = kindOf(objects, 'Rollout')[0];
  const replicaSets = kindOf(objects, 'ReplicaSet');
  const canary = at(rollout, 'spec', 'strategy', 'canary');
  const max = Number(at(canary, 'trafficRouting', 'maxTrafficWeight') ?? 100);
  const weights: number[] = [];
  const counts: number[] = [];
  const seconds: number[] = [];
  const plain: number[] = [];
  for (const object of objects) {
    eachLeaf(object, (path, value) => {
      const key = path.at(-1) ?? '';
      const numeric =
        typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value)
          ? Number(value)
          : value;
      if (typeof numeric === 'number') {
        if (isName(path) && !WEIGHT.test(key)) return;
        plain.push(numeric);
        seconds.push(numeric);
        if (WEIGHT.test(key)) weights.push(numeric);
        if (REPLICAS.test(key)) counts.push(numeric);
      } else if (typeof value === 'string' && !isName(path)) {
        plain.push(...numbersIn(value));
        const duration = goDurationSeconds(value);
        if (duration !== undefined) seconds.push(duration);
      }
    });
  }
  const podsOf = (uid: unknown) => ownedBy(kindOf(objects, 'Pod'), uid);
  const perReplicaSet = replicaSets.map(rs =>
    podsOf(at(rs, 'metadata', 'uid')),
  );
  const base = unique([
    0,
    1,
    ...counts,
    ...perReplicaSet.map(own => own.length),
    kindOf(objects, 'Pod').length,
    replicaSets.length,
  ]);
  const pods = unique([
    ...base,
    ...pairs(base, (a, b) => a + b),
    ...pairs(base, (a, b) => a - b),
  ]).filter(count => count >= 0);
  const scaled = unique([0, max, ...weights]).map(
    weight => (weight / max) * 100,
  );
  const sums = unique([
    ...scaled,
    ...pairs(scaled, (a, b) => a + b).filter(one => one <= 100),
  ]);
  const percent = unique([
    // Of a mirror route: of the requests that it matches, whatever the maximum.
    ...listAt(canary, 'steps').map(step =>
      Number(at(step, 'setMirrorRoute', 'percentage')),
    ),
    ...sums,
    ...sums.map(one => 100 - one),
    ...podShares(
      // Those of an Experiment are no revision and have no share.
      replicaSets
        .filter(rs =>
          listAt(rs, 'metadata', 'ownerReferences').some(
            owner => at(owner, 'uid') === at(rollout, 'metadata', 'uid'),
          ),
        )
        .map(rs => Number(at(rs, 'status', 'availableReplicas') ?? 0)),
      [
        Number(at(rollout, 'status', 'availableReplicas') ?? 0),
        Number(at(rollout, 'spec', 'replicas') ?? 1),
        // Without those of experiments.
        ownedBy(replicaSets, at(rollout, 'metadata', 'uid')).reduce(
          (sum, rs) => sum + Number(at(rs, 'status', 'availableReplicas') ?? 0),
          0,
        ),
      ],
    ),
    // A weight over the maximum is an invalid spec, quoted as it stands.
  ]).filter(one => one >= 0 && (one <= 100 || sums.includes(one)));
  const steps = listAt(canary, 'steps').length;
  const results = objects
    .filter(one => one.kind === 'AnalysisRun')
    .flatMap(run => listAt(run, 'status', 'metricResults'));
  const taken = results.flatMap(result => {
    const of = (key: string) => Number(at(result, key) ?? 0);
    const [s, f, i, e] = ['successful', 'failed', 'inconclusive', 'error'].map(
      of,
    );
    return [
      s + f,
      s + f + i,
      s + f + i + e,
      f + e,
      i + e,
      f + i + e,
      s + i,
      s + e,
    ];
  });
  const measured = results.map(result => listAt(result, 'measurements').length);
  /** What the controller reports of the router, added up. */
  const reported = weightsIn(at(rollout, 'status', 'canary', 'weights'));
  return {
    percent,
    pods,
    seconds: unique(seconds),
    steps,
    revisions: revisionsOf(objects),
    any: unique([
      ...plain,
      ...plain.map(one => one + 1),
      ...pods,
      ...percent,
      ...taken,
      max,
      reported.reduce((sum, one) => sum + one, 0),
      ...measured,
      ...measured.flatMap(count =>
        Array.from({ length: count + 1 }, (_, i) => i),
      ),
      ...[...perReplicaSet, kindOf(objects, 'Pod')].map(restartsOf),
      ...Array.from({ length: steps + 1 }, (_, index) => index),
      // Defaults: limits of 0, 4 errors in a row, one measurement (utils/defaults).
      4,
      ...seconds.flatMap(one => [
        one / 60,
        one / 3600,
        Math.floor(one / 3600),
        Math.floor((one % 3600) / 60),
        one % 60,
      ]),
    ]),
  };
}

/** Whether a shown number is one of these, itself or rounded to what fits a sentence. */
export function isOneOf(shown: number, values: readonly number[]): boolean {
  return values.some(
    value =>
      shown === value ||
      shown === Number(value.toPrecision(3)) ||
      shown === Math.round(value) ||
      shown === Math.floor(value) ||
      shown === Number(value.toFixed(1)) ||
      shown === Number(value.toFixed(2)),
  );
}

/**
 * Numbers of a sentence that the objects do not give: `60 %`, `revision 7`,
 * `step 9`. What is quoted word for word was taken out before.
 */
export function strayNumbers(text: string, facts: NumberFacts): string[] {
  const stray: string[] = [];
  const rest = text.replace(INSTANT, ' ').replace(DURATION, found => {
    if (!found) return '';
    const total = goDurationSeconds(found);
    if (total === undefined || !facts.seconds.includes(total)) {
      stray.push(found);
    }
    return ' ';
  });
  for (const match of rest.matchAll(TOKEN)) {
    const shown = Number(match[0]);
    const before = rest.slice(0, match.index);
    const after = rest.slice((match.index ?? 0) + match[0].length);
    let known: boolean;
    if (/^ ?%/.test(after)) {
      known =
        isOneOf(shown, facts.percent) ||
        facts.percent.some(one => Math.abs(one - shown) <= ROUNDING);
    } else if (/\brevisions? $/i.test(before)) {
      known = facts.revisions.has(shown);
    } else if (/\bstep $/i.test(before)) {
      known = shown >= 1 && shown <= facts.steps;
    } else if (/^ (?:more )?(?:\w+ )?pods?\b/.test(after)) {
      known = isOneOf(shown, facts.pods);
    } else {
      known = isOneOf(shown, facts.any);
    }
    if (!known) stray.push(match[0]);
  }
  return stray;
}
