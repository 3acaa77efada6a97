import { Cause } from '@slipway/platform-model';
import { ManualClock } from '@slipway/kube-sim';
import { createEngine } from '@slipway/promql';
import { ALERT_RULES } from './alertRules';
import { MetricsStore, MetricsStoreOptions } from './MetricsStore';
import { MeasuredPod } from './types';

const MINUTE = 60_000;
const START = '2026-01-15T12:00:00Z';

function pod(name: string, change: Partial<MeasuredPod> = {}): MeasuredPod {
  return {
    namespace: 'shop',
    name,
    service: 'order-service',
    workload: 'order-service',
    replicaSet: `order-service-${change.templateHash ?? 'aaa'}`,
    version: '1.0.0',
    templateHash: 'aaa',
    ready: true,
    ...change,
  };
}

function setUp(
  pods: MeasuredPod[],
  options: Pick<MetricsStoreOptions, 'retentionMs' | 'rules'> & {
    causes?: () => Cause[];
  } = {},
) {
  const clock = new ManualClock(START);
  const { causes, ...rest } = options;
  const store = MetricsStore.create({
    cluster: 'gke-1',
    clock,
    input: { pods: () => pods, causes },
    retentionMs: 30 * MINUTE,
    ...rest,
  });
  const engine = createEngine(store);
  const value = (query: string, at = clock.now().getTime()) => {
    const answer = engine.instant(query, at);
    return answer.type === 'vector' ? answer.result[0]?.value : answer.value;
  };
  return { clock, store, value };
}

describe('MetricsStore', () => {
  it('fills the past, from when each pod became ready', () => {
    const now = Date.parse(START);
    const { store, value } = setUp([
      pod('old'),
      pod('new', { templateHash: 'bbb', since: now - 3 * MINUTE }),
    ]);
    store.start();
    const requests = (hash: string) =>
      `sum(increase(request_total{rollouts_pod_template_hash="${hash}",direction="inbound"}[1m]))`;
    expect(value(requests('aaa'), now - 20 * MINUTE)).toBeGreaterThan(100);
    expect(value(requests('bbb'), now - 4 * MINUTE)).toBeUndefined();
    expect(value(requests('bbb'))).toBeGreaterThan(100);
    expect(value('count(request_total)', now - 31 * MINUTE)).toBeUndefined();
  });

  it('makes the same past again', () => {
    const pods = [pod('a'), pod('b')];
    const [one, two] = [setUp(pods), setUp(pods)];
    one.store.start();
    two.clock.step(3_000);
    two.store.start();
    const query = 'sum(request_total{direction="inbound"})';
    expect(one.value(query)).toBeGreaterThan(0);
    // Three seconds later the past has the same samples.
    expect(two.value(query)).toBe(one.value(query));
  });

  it('takes a sample every five seconds until it is stopped', () => {
    const { clock, store, value } = setUp([pod('a')]);
    store.start();
    store.start();
    expect(clock.pending).toBe(1);
    clock.step(MINUTE);
    expect(value('count_over_time(request_total[57s])')).toBe(12);
    const requests = value('sum(request_total)');
    store.stop();
    expect(clock.pending).toBe(0);
    clock.step(MINUTE);
    expect(value('sum(request_total)')).toBe(requests);
  });

  it('ends the series of pods that are gone, and of those that nothing measures', () => {
    const pods = [pod('a'), pod('b')];
    let causes: Cause[] = [];
    const { clock, store, value } = setUp(pods, { causes: () => causes });
    store.start();
    clock.step(MINUTE);
    expect(value('count(response_latency_ms_count)')).toBe(2);
    pods.pop();
    clock.step(5_000);
    expect(value('count(response_latency_ms_count)')).toBe(1);
    causes = [{ kind: 'unmeasured', target: { pod: 'a' } }];
    clock.step(5_000);
    expect(value('count(response_latency_ms_count)')).toBeUndefined();
    causes = [];
    clock.step(5_000);
    expect(value('count(response_latency_ms_count)')).toBe(1);
  });

  it('shows causes in what is measured', () => {
    let causes: Cause[] = [];
    const { clock, store, value } = setUp([pod('a')], {
      causes: () => causes,
    });
    store.start();
    clock.step(2 * MINUTE);
    const failing =
      'sum(rate(response_total{classification="failure",direction="inbound"}[1m])) / sum(rate(response_total{direction="inbound"}[1m]))';
    expect(value(failing)).toBeLessThan(0.02);
    causes = [{ kind: 'error-rate', target: { version: '1.0.0' }, rate: 0.5 }];
    clock.step(2 * MINUTE);
    expect(value(failing)).toBeCloseTo(0.5, 2);
  });

  it('has the alerts that are pending and firing as series', () => {
    let causes: Cause[] = [];
    const { clock, store, value } = setUp([pod('a')], {
      causes: () => causes,
      rules: ALERT_RULES,
    });
    const alerts = (state: string) =>
      value(
        `count(ALERTS{alertname="ServiceErrorsHigh",alertstate="${state}",namespace="shop",replicaset="order-service-aaa",severity="critical",deployment=""})`,
      );
    store.start();
    clock.step(2 * MINUTE);
    expect(value('count(ALERTS)')).toBeUndefined();
    causes = [{ kind: 'error-rate', target: { version: '1.0.0' }, rate: 0.5 }];
    clock.step(20_000);
    expect([alerts('pending'), alerts('firing')]).toEqual([1, undefined]);
    const since = value('max(ALERTS_FOR_STATE)') ?? NaN;
    expect(clock.now().getTime() / 1000 - since).toBeLessThanOrEqual(20);
    clock.step(MINUTE);
    expect(value('max(ALERTS_FOR_STATE)')).toBe(since);
    expect([alerts('pending'), alerts('firing')]).toEqual([undefined, 1]);
    causes = [];
    clock.step(2 * MINUTE);
    expect(value('count(ALERTS)')).toBeUndefined();
  });

  it('keeps no more than its time', () => {
    const pods = [pod('a')];
    const { clock, store } = setUp(pods);
    store.start();
    clock.step(2 * 60 * MINUTE);
    const before = store.size;
    for (let release = 0; release < 40; release += 1) {
      pods[0] = pod(`pod-${release}`, { templateHash: `hash-${release}` });
      clock.step(5 * MINUTE);
    }
    const after = store.size;
    expect(after.moments).toBe(before.moments);
    // Forty minutes of moments, ten per chunk: at most a new pod every five minutes.
    expect(after.series).toBeLessThanOrEqual(before.series * 10);
    expect(after.chunks).toBeLessThanOrEqual(before.chunks * 4);
  });
});
