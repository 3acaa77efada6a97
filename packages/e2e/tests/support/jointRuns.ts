import { expect } from '@playwright/test';
import type { Report } from '@slipway/plugin-resilience-common';
import { done, PortalApi } from './api';

const RESILIENCE = '/resilience/v1';
/** Cluster and namespace in which joint runs disturb no other test. */
export const QUIET_PLACE = 'aks-dev/ecommerce';

const SHORTEST = { baselineSeconds: 30, recoverySeconds: 30 };
const POD_KILL = {
  id: 'kill',
  kind: 'fault',
  offer: 'pod-kill',
  title: 'A pod dies',
  args: { mode: 'one', gracePeriod: 0 },
  startSeconds: 30,
  durationSeconds: 0,
};
const p95AtMost = (milliseconds: number) => ({
  windowSeconds: 15,
  consecutive: 2,
  thresholds: [
    {
      id: 'p95',
      metric: 'latencyP95',
      direction: 'atMost',
      limit: { kind: 'absolute', value: milliseconds },
      expect: 'always',
    },
  ],
});

/** A joint run for each verdict, each on a service of its own. */
export const JOINT_RUNS = {
  pass: {
    service: 'order-service',
    design: {
      title: 'A pod dies',
      hypothesis: {
        windowSeconds: 15,
        consecutive: 3,
        thresholds: [
          {
            id: 'success',
            metric: 'successRate',
            direction: 'atLeast',
            limit: { kind: 'absolute', value: 0.9 },
            expect: 'recovers',
          },
        ],
      },
      parts: [POD_KILL],
      ...SHORTEST,
    },
  },
  fail: {
    service: 'shipping-service',
    design: {
      title: 'Its network is slow',
      hypothesis: p95AtMost(1_000),
      parts: [
        {
          id: 'slow',
          kind: 'fault',
          offer: 'slow-network',
          title: 'Slow network',
          args: { mode: 'all', duration: '5m', delay: { latency: '2s' } },
          startSeconds: 30,
          durationSeconds: 300,
        },
      ],
      stop: { byPercent: 20, forSeconds: 5 },
      ...SHORTEST,
    },
  },
  inconclusive: {
    service: 'payment-service',
    // Nothing answers so fast: it is not in its steady state before.
    design: {
      title: 'Faster than it can be',
      hypothesis: p95AtMost(1),
      parts: [POD_KILL],
      ...SHORTEST,
    },
  },
} as const;

type Outcome = keyof typeof JOINT_RUNS;
const OUTCOMES = Object.keys(JOINT_RUNS) as Outcome[];

const placeOf = (outcome: Outcome) =>
  `${RESILIENCE}/entities/component/default/${JOINT_RUNS[outcome].service}/places/${QUIET_PLACE}`;

/** {@link JOINT_RUNS} through the portal. */
export class JointRuns {
  readonly #ids = new Map<Outcome, string>();

  idOf(outcome: Outcome): string {
    return this.#ids.get(outcome) ?? 'not launched';
  }

  launch(api: PortalApi, outcome: Outcome) {
    return api.post(`${placeOf(outcome)}/actions/launch`, {
      args: { design: JOINT_RUNS[outcome].design },
    });
  }

  /** Launches each as soon as nothing speaks against it. One that still runs, because an earlier test failed, is taken. */
  async untilLaunched(api: PortalApi): Promise<void> {
    for (const outcome of OUTCOMES) {
      const { design, service } = JOINT_RUNS[outcome];
      await api.untilKnown(service);
      let id: string | undefined;
      await expect
        .poll(async () => {
          const checked = await api.post(`${placeOf(outcome)}/check`, {
            design,
          });
          const { problems, refusals, running } = await checked.json();
          id = running?.id;
          return id ? [] : [...problems, ...refusals];
        })
        .toEqual([]);
      if (!id) {
        const launched = await this.launch(api, outcome);
        id = (await done<{ runId: string }>(launched)).runId;
      }
      this.#ids.set(outcome, id);
    }
  }

  /** The report of a run whose verdict is final. */
  report(api: PortalApi, outcome: Outcome): Promise<Report> {
    return api.until<Report>(
      `${RESILIENCE}/runs/${this.idOf(outcome)}/report`,
      'its verdict is final',
      ({ verdict }) => verdict?.final === true,
      180_000,
    );
  }
}
