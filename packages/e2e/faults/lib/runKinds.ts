import type { BlastRadius, FaultRow } from '@slipway/plugin-chaos-common';
import type { RunSeries, SuiteAnswer } from '@slipway/plugin-loadtest-common';
import { SignedIn } from './users';

/** Where all of it runs: declared stage. */
export const NAMESPACE = 'ecommerce-stage';
const PLACE = `gke-prod/${NAMESPACE}`;
/** Seconds between samples of joint runs, as the suite configures them. */
export const SAMPLE_SECONDS = 2;
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
  /** Below `…/actions/launch`. */
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
  const response = body
    ? await user.send('POST', `/api${path}`, body)
    : await user.ask(`/api${path}`);
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

const LOADED = '/loadtest/v1/entities/component/default/payment-service';

export const loadTest: RunKind = {
  title: 'load test',
  seconds: 18,
  target: `${LOADED}/targets/${PLACE}`,
  async body(user) {
    const suite = await answer<SuiteAnswer>(user, `${LOADED}/suite`);
    return suite.state === 'valid' && !suite.targets.some(one => one.running)
      ? {
          seen: { hash: suite.hash },
          args: { profile: 'load', runner: 'kubernetes' },
        }
      : undefined;
  },
  runs: '/loadtest/v1/runs',
  async standing(user, id) {
    const { run, points, verdict } = await answer<RunSeries>(
      user,
      `/loadtest/v1/runs/${id}`,
    );
    const { state, problem, durationSeconds } = run;
    const last = points[points.length - 1];
    const outcome = verdict?.outcome;
    const isWhole =
      last?.users === 0 &&
      last.at >= durationSeconds - 3 &&
      isGapless([0, ...points.map(({ at }) => at)], 5);
    return {
      over: isOver(state),
      words: `${state}, ${outcome}, ${points.length} samples; ${problem}`,
      untrue: broken({
        'its verdict is final': verdict?.final === true,
        'its samples are kept once and in order': points.every(
          ({ seq }, index) => seq === index + 1,
        ),
        'it says why it failed': state !== 'failed' || problem !== undefined,
        'nobody stopped it': state !== 'stopped',
        'it passed by all of its samples':
          outcome !== 'pass' || (state === 'finished' && isWhole),
      }),
    };
  },
};

const DISTURBED = `/chaos/v1/entities/component/default/order-service/clusters/gke-prod/namespaces/${NAMESPACE}`;
const labelSelectors = { 'app.kubernetes.io/name': 'order-service' };

export const fault: RunKind = {
  title: 'fault',
  seconds: 10,
  target: DISTURBED,
  async body(user, name) {
    const spec = {
      mode: 'all',
      selector: { namespaces: [NAMESPACE], labelSelectors },
      action: 'delay',
      direction: 'to',
      delay: DELAY,
      duration: '8s',
    };
    const draft = { kind: 'NetworkChaos', name, spec };
    const { launchable, seen } = await answer<BlastRadius>(
      user,
      `${DISTURBED}/preview`,
      { draft },
    );
    return launchable
      ? { seen, args: { draft, purpose: 'A crash in the middle' } }
      : undefined;
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

const TESTED = `/resilience/v1/entities/component/default/payment-service/places/${PLACE}`;

/** Each stretch has a window of 15 s and two samples. */
const design = {
  title: 'A crash in the middle',
  hypothesis: {
    windowSeconds: 15,
    consecutive: 2,
    thresholds: [
      {
        id: 'success',
        metric: 'successRate',
        direction: 'atLeast',
        limit: { kind: 'absolute', value: 0.5 },
        expect: 'recovers',
      },
    ],
  },
  parts: [
    {
      id: 'load',
      kind: 'load',
      offer: 'load',
      title: 'Load',
      args: { runner: 'kubernetes', peakUsers: 20, durationSeconds: 30 },
      startSeconds: 0,
      durationSeconds: 30,
    },
    {
      id: 'slow',
      kind: 'fault',
      offer: 'slow-network',
      title: 'Slow network',
      args: { mode: 'all', duration: '6s', delay: DELAY },
      startSeconds: 19,
      durationSeconds: 6,
    },
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
    const { problems, refusals } = await answer<Record<string, string[]>>(
      user,
      `${TESTED}/check`,
      { design },
    );
    return problems.length + refusals.length === 0
      ? { args: { design } }
      : undefined;
  },
  runs: '/resilience/v1/runs',
  async standing(user, id) {
    const { run, samples, verdict } = await answer<JointSeries>(
      user,
      `/resilience/v1/runs/${id}`,
    );
    const times = samples.map(({ at }) => Date.parse(at) / 1000);
    const passed = verdict?.outcome === 'pass';
    return {
      over: isOver(run.state),
      words: `${run.state}, ${verdict?.outcome}, ${samples.length} samples; ${verdict?.reasons[0]}`,
      untrue: broken({
        'its verdict is final': verdict?.final === true,
        'none of its parts is left': run.parts.every(({ phase }) =>
          ['ended', 'skipped'].includes(phase),
        ),
        // Shorter gaps than a lease are not said.
        'it passed by samples all along':
          !passed ||
          (run.state === 'finished' &&
            run.absences.length === 0 &&
            isGapless(times, 15)),
      }),
    };
  },
};
