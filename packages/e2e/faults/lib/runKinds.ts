import type { BlastRadius, FaultRow } from '@slipway/plugin-chaos-common';
import type { RunSeries, SuiteAnswer } from '@slipway/plugin-loadtest-common';
import { SignedIn } from './users';

/** Where all of it runs: declared stage. */
export const NAMESPACE = 'ecommerce-stage';
const PLACE = `gke-prod/${NAMESPACE}`;
const SERVICES = 'v1/entities/component/default';
const LOADED = `/loadtest/${SERVICES}/payment-service`;
const DISTURBED = `/chaos/${SERVICES}/order-service/clusters/gke-prod/namespaces/${NAMESPACE}`;
const TESTED = `/resilience/${SERVICES}/payment-service/places/${PLACE}`;
const DELAY = { latency: '100ms', jitter: '10ms', correlation: '0' };

/** Where a run stands, and what the portal says of it that cannot be. */
export interface Standing {
  over: boolean;
  words: string;
  untrue: string[];
}

/** A kind of run that a crash hits. */
export interface RunKind {
  title: string;
  /** How long it takes, s: the crash comes in this time. */
  seconds: number;
  /** Above `/actions/launch`. */
  target: string;
  /** What the page sends to launch it; undefined while it cannot be launched. */
  body(user: SignedIn, name: string): Promise<object | undefined>;
  /** Where its runs are listed, newest first; a fault is found by its name. */
  runs?: string;
  standing(user: SignedIn, id: string): Promise<Standing | undefined>;
}

/** An answer in JSON. @throws TypeError when there is none, Error when it is no success */
export async function answer<T>(
  user: SignedIn,
  path: string,
  body?: object,
): Promise<T> {
  const url = `/api${path}`;
  const response = await (body ? user.send('POST', url, body) : user.ask(url));
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const isOver = (state: string) =>
  ['finished', 'stopped', 'failed'].includes(state);

/** The rules that do not hold. */
const broken = (rules: Record<string, boolean>) =>
  Object.keys(rules).filter(rule => !rules[rule]);

/** Whether numbers follow each other in steps of at most `most`. */
const isGapless = (numbers: readonly number[], most: number) =>
  numbers.slice(1).every((number, index) => number - numbers[index] <= most);

export const loadTest: RunKind = {
  title: 'load test',
  seconds: 18,
  target: `${LOADED}/targets/${PLACE}`,
  async body(user) {
    const suite = await answer<SuiteAnswer>(user, `${LOADED}/suite`);
    const args = { profile: 'load', runner: 'kubernetes' };
    return suite.state === 'valid' && !suite.targets.some(one => one.running)
      ? { seen: { hash: suite.hash }, args }
      : undefined;
  },
  runs: '/loadtest/v1/runs',
  async standing(user, id) {
    const path = `/loadtest/v1/runs/${id}`;
    const { run, points, verdict } = await answer<RunSeries>(user, path);
    const { state, problem = '', durationSeconds } = run;
    const last = points[points.length - 1];
    const isWhole =
      last?.users === 0 &&
      last.at >= durationSeconds - 3 &&
      isGapless([0, ...points.map(({ at }) => at)], 5);
    return {
      over: isOver(state),
      words: `${state}, ${verdict?.outcome} by ${points.length} samples ${problem}`,
      untrue: broken({
        'its verdict is final': verdict?.final === true,
        'its samples are kept once': points.every(
          ({ seq }, i) => seq === i + 1,
        ),
        'it says why it failed': state !== 'failed' || problem !== '',
        'nobody stopped it': state !== 'stopped',
        'it passed by all of its samples':
          verdict?.outcome !== 'pass' || (state === 'finished' && isWhole),
      }),
    };
  },
};

export const fault: RunKind = {
  title: 'fault',
  seconds: 10,
  target: DISTURBED,
  async body(user, name) {
    const labelSelectors = { 'app.kubernetes.io/name': 'order-service' };
    const selector = { namespaces: [NAMESPACE], labelSelectors };
    const what = { action: 'delay', direction: 'to', delay: DELAY };
    const spec = { mode: 'all', selector, ...what, duration: '8s' };
    const draft = { kind: 'NetworkChaos', name, spec };
    const path = `${DISTURBED}/preview`;
    const radius = await answer<BlastRadius>(user, path, { draft });
    const args = { draft, purpose: 'A crash in the middle' };
    return radius.launchable ? { seen: radius.seen, args } : undefined;
  },
  async standing(user, name) {
    const rows = await answer<FaultRow[]>(user, '/chaos/v1/faults');
    const row = rows.find(({ ref }) => ref.name === name);
    return (
      row && {
        over: row.state === 'finished',
        words: row.stateText,
        untrue: broken({
          'it says who started it': row.startedBy === 'user:default/olga',
          'it was injected, and recovered': row.targets.recovered > 0,
          'it says when it ended': row.endedAt !== undefined,
        }),
      }
    );
  },
};

const load = { id: 'load', kind: 'load', offer: 'load', title: 'Load' };
const slow = {
  id: 'slow',
  kind: 'fault',
  offer: 'slow-network',
  title: 'Slow',
};
const runner = { runner: 'kubernetes', peakUsers: 20, durationSeconds: 30 };
const delay = { mode: 'all', duration: '6s', delay: DELAY };
const limit = { kind: 'absolute', value: 0.5 };
const half = { direction: 'atLeast', limit, expect: 'recovers' };
const thresholds = [{ id: 'success', metric: 'successRate', ...half }];
/** Baseline and recovery are as short as can be: a window and two samples of 2 s. */
const design = {
  title: 'A crash in the middle',
  hypothesis: { windowSeconds: 15, consecutive: 2, thresholds },
  parts: [
    { ...load, args: runner, startSeconds: 0, durationSeconds: 30 },
    { ...slow, args: delay, startSeconds: 19, durationSeconds: 6 },
  ],
  baselineSeconds: 19,
  recoverySeconds: 19,
};

interface JointSeries {
  run: { state: string; parts: Array<{ phase: string }>; absences: object[] };
  samples: Array<{ at: string }>;
  verdict?: { outcome: string; final: boolean; reasons: string[] };
}

export const jointRun: RunKind = {
  title: 'joint run',
  seconds: 45,
  target: TESTED,
  async body(user) {
    const check = `${TESTED}/check`;
    const { problems, refusals } = await answer<Record<string, string[]>>(
      user,
      check,
      { design },
    );
    const isFine = problems.length + refusals.length === 0;
    return isFine ? { args: { design } } : undefined;
  },
  runs: '/resilience/v1/runs',
  async standing(user, id) {
    const path = `/resilience/v1/runs/${id}`;
    const { run, samples, verdict } = await answer<JointSeries>(user, path);
    const { state, parts, absences } = run;
    const times = samples.map(({ at }) => Date.parse(at) / 1000);
    // Gaps that are shorter than a lease are no absence.
    // Steps that are a lease apart are no absence; the samples before and after may each be another step away.
    const isWhole = absences.length === 0 && isGapless(times, 22);
    return {
      over: isOver(state),
      words: `${state}, ${verdict?.outcome} by ${samples.length} samples: ${verdict?.reasons[0]}`,
      untrue: broken({
        'its verdict is final': verdict?.final === true,
        'none of its parts is left': parts.every(({ phase }) =>
          ['ended', 'skipped'].includes(phase),
        ),
        'it passed by all of its samples':
          verdict?.outcome !== 'pass' || (state === 'finished' && isWhole),
      }),
    };
  },
};
