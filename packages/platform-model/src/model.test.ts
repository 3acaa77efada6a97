import { renderMetrics } from './exposition.ts';
import { namespaceFlow } from './flow.ts';
import { advance, initialState } from './model.ts';
import { metFromOutside } from './network.ts';
import { SERVICES } from './services.ts';
import type {
  Cause,
  CauseTarget,
  ModelState,
  PodNow,
  ServiceName,
} from './types.ts';

const noon = Date.UTC(2026, 0, 5, 12);

function pods(
  service: ServiceName,
  count: number,
  change: Partial<PodNow> = {},
): PodNow[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: 'ecommerce',
    name: `${service}-${change.templateHash ?? 'aaa'}-${index}`,
    service,
    workload: service,
    replicaSet: `${service}-${change.templateHash ?? 'aaa'}`,
    version: '0.1.0',
    templateHash: 'aaa',
    ready: true,
    ...change,
  }));
}

const everything = () => SERVICES.flatMap(({ name }) => pods(name, 3));

function run(
  podList: readonly PodNow[],
  options: {
    seconds?: number;
    causes?: readonly Cause[];
    from?: ModelState;
  } = {},
): ModelState {
  let state = options.from ?? initialState();
  for (let second = 1; second <= (options.seconds ?? 60); second++) {
    state = advance(state, {
      pods: podList,
      causes: options.causes ?? [],
      atMs: noon + second * 1_000,
      deltaSeconds: 1,
    });
  }
  return state;
}

/** Sums over the pods that match. */
function totals(state: ModelState, match: Partial<PodNow>) {
  const found = [...state.counters.values()].filter(({ pod }) =>
    Object.entries(match).every(
      ([field, value]) => pod[field as keyof PodNow] === value,
    ),
  );
  const sum = (read: (one: (typeof found)[number]) => number) =>
    found.reduce((total, one) => total + read(one), 0);
  const requests = sum(one => one.inbound.requests);
  return {
    requests,
    success: 1 - sum(one => one.inbound.failures) / requests,
    meanMs: sum(one => one.inbound.latencySumMs) / requests,
  };
}

describe('advance', () => {
  it('gives the same counters for the same input', () => {
    expect(run(everything())).toEqual(run(everything()));
  });

  it('leaves the state that it was given as it was', () => {
    const before = run(everything(), { seconds: 3 });
    const text = renderMetrics(before);
    run(everything(), { from: before, seconds: 3 });
    expect(renderMetrics(before)).toBe(text);
  });

  it('counts whole requests, and counts them on', () => {
    const first = run(everything(), { seconds: 5 });
    const second = run(everything(), { seconds: 5, from: first });
    for (const [key, { inbound }] of second.counters) {
      const before = first.counters.get(key)?.inbound;
      expect(Number.isInteger(inbound.requests)).toBe(true);
      expect(Number.isInteger(inbound.failures)).toBe(true);
      expect(inbound.requests).toBeGreaterThanOrEqual(before?.requests ?? NaN);
      expect(inbound.failures).toBeLessThanOrEqual(inbound.requests);
    }
  });

  it('keeps every service above 99 % when nothing is wrong', () => {
    const state = run(everything(), { seconds: 300 });
    for (const { name } of SERVICES) {
      const { requests, success } = totals(state, { service: name });
      expect(requests).toBeGreaterThan(300);
      expect(success).toBeGreaterThan(0.99);
    }
  });

  it('shares requests over ready pods, and sends none to the others', () => {
    const list = [
      ...pods('user-service', 3),
      ...pods('user-service', 1, { templateHash: 'bbb' }),
      ...pods('user-service', 1, { templateHash: 'ccc', ready: false }),
    ];
    const state = run(list);
    const canary = totals(state, { templateHash: 'bbb' }).requests;
    const stable = totals(state, { templateHash: 'aaa' }).requests;
    expect(canary / (canary + stable)).toBeCloseTo(0.25, 1);
    expect(totals(state, { templateHash: 'ccc' }).requests).toBe(0);
  });

  it.each<[tag: string, success: number, slower: number]>([
    ['0.2.0', 0.999, 1],
    ['0.2.0-flaky', 0.975, 1],
    ['0.2.0-errors', 0.85, 1],
    ['0.2.0-slow', 0.999, 6],
    ['0.2.0-slow-errors', 0.85, 6],
  ])('%s succeeds at %d and is ×%d as slow', (version, success, slower) => {
    const list = [
      ...pods('product-service', 3),
      ...pods('product-service', 1, { version, templateHash: 'bbb' }),
    ];
    const state = run(list, { seconds: 300 });
    const stable = totals(state, { templateHash: 'aaa' });
    const canary = totals(state, { templateHash: 'bbb' });
    expect(canary.success).toBeCloseTo(success, 2);
    expect(canary.meanMs / stable.meanMs / slower).toBeGreaterThan(0.8);
    expect(canary.meanMs / stable.meanMs / slower).toBeLessThan(1.25);
  });

  it('lets callers fail with what they call', () => {
    const list = everything().map(pod =>
      pod.service === 'order-service'
        ? { ...pod, version: '0.2.0-errors' }
        : pod,
    );
    const state = run(list, { seconds: 300 });
    const success = (service: ServiceName) =>
      totals(state, { service }).success;
    // nine of ten payments look at an order
    expect(success('payment-service')).toBeCloseTo(1 - 0.9 * 0.15, 1);
    expect(success('api-gateway')).toBeLessThan(0.98);
    expect(success('product-service')).toBeGreaterThan(0.99);
  });

  it('lets callers wait for what they call', () => {
    const causes: Cause[] = [
      {
        kind: 'latency-add',
        milliseconds: 300,
        target: { service: 'user-service' },
      },
    ];
    const before = totals(run(everything()), { service: 'order-service' });
    const after = totals(run(everything(), { causes }), {
      service: 'order-service',
    });
    expect(after.meanMs - before.meanMs).toBeGreaterThan(80);
  });

  it('fails callers when no pod of a called service is ready', () => {
    const list = everything().map(pod =>
      pod.service === 'order-service' ? { ...pod, ready: false } : pod,
    );
    const { success } = totals(run(list), { service: 'payment-service' });
    expect(success).toBeCloseTo(0.1, 1);
  });

  it('takes a called service without pods to live elsewhere', () => {
    const { success } = totals(run(pods('payment-service', 2)), {
      service: 'payment-service',
    });
    expect(success).toBeGreaterThan(0.98);
  });

  it('refuses what pods cannot serve, and makes the rest wait', () => {
    const causes: Cause[] = [
      {
        kind: 'load',
        requestsPerSecond: 700,
        target: { namespace: 'ecommerce', service: 'product-service' },
      },
    ];
    const calm = totals(run(pods('product-service', 2)), {});
    const loaded = totals(run(pods('product-service', 2), { causes }), {});
    const scaled = totals(run(pods('product-service', 8), { causes }), {});
    expect(loaded.success).toBeLessThan(0.6);
    expect(loaded.meanMs).toBeGreaterThan(2 * calm.meanMs);
    expect(scaled.success).toBeGreaterThan(0.99);
  });

  describe('a slow or lossy network', () => {
    const measured = (causes: readonly Cause[]) => {
      const state = run(everything(), { causes });
      const of = (service: ServiceName) => totals(state, { service });
      return {
        order: of('order-service'),
        user: of('user-service'),
        product: of('product-service'),
        gateway: of('api-gateway'),
      };
    };
    const calm = measured([]);
    const from = [{ service: 'user-service' } as const];

    it('is felt by the callers of the pods, not measured at them', () => {
      const slow = measured([
        { kind: 'network', from, milliseconds: 200, failures: 0 },
      ]);
      // 0.35 calls to user-service per request of order-service.
      expect(slow.order.meanMs - calm.order.meanMs).toBeGreaterThan(60);
      expect(slow.gateway.meanMs).toBeGreaterThan(calm.gateway.meanMs + 30);
      expect(slow.user.meanMs).toBeCloseTo(calm.user.meanMs, 0);
      expect(slow.order.success).toBeCloseTo(calm.order.success, 2);
    });

    it('between two services leaves others alone', () => {
      const cut = measured([
        {
          kind: 'network',
          from,
          to: [{ service: 'order-service' }],
          milliseconds: 0,
          failures: 1,
        },
      ]);
      expect(cut.order.success).toBeLessThan(0.7);
      expect(cut.user.success).toBeCloseTo(calm.user.success, 2);
      expect(cut.product.success).toBeCloseTo(calm.product.success, 2);
    });

    it('is met by callers outside of the model', () => {
      const met = (causes: readonly Cause[]) => {
        const flow = namespaceFlow(
          'ecommerce',
          everything(),
          causes,
          noon,
          'slipway',
        ).get('user-service');
        return flow && metFromOutside(flow);
      };
      const usual = met([]);
      const slow = met([
        { kind: 'network', from, milliseconds: 200, failures: 0.5 },
      ]);
      expect(slow?.shape.medianMs).toBeCloseTo(
        200 + (usual?.shape.medianMs ?? 0),
      );
      expect(slow?.failureShare).toBeGreaterThan(0.5);
      const between = met([
        {
          kind: 'network',
          from,
          to: [{ service: 'order-service' }],
          milliseconds: 200,
          failures: 0,
        },
      ]);
      expect(between).toEqual(usual);
    });

    it('has an end', () => {
      const state = run(everything(), {
        causes: [{ kind: 'network', from, milliseconds: 500, failures: 0.5 }],
      });
      const after = run(everything(), { from: initialState() });
      expect(totals(after, { service: 'order-service' })).toEqual(calm.order);
      expect(totals(state, { service: 'order-service' })).not.toEqual(
        calm.order,
      );
    });
  });

  it.each<[string, CauseTarget, boolean]>([
    ['its hash', { templateHash: 'aaa' }, true],
    ['its version', { version: '0.1.0' }, true],
    ['its name', { pod: 'user-service-aaa-0' }, true],
    ['another namespace', { namespace: 'ecommerce-stage' }, false],
    ['another hash', { templateHash: 'bbb' }, false],
  ])('applies a cause to %s', (_, target, applies) => {
    const state = run(pods('user-service', 1), {
      causes: [{ kind: 'error-rate', rate: 1, target }],
    });
    const { success } = totals(state, {});
    expect(success < 0.01).toBe(applies);
  });

  it('forgets pods that are gone', () => {
    const state = run(pods('user-service', 1), {
      from: run(pods('user-service', 3)),
      seconds: 1,
    });
    expect([...state.counters.keys()]).toEqual([
      'ecommerce/user-service-aaa-0',
    ]);
  });

  it('keeps namespaces apart', () => {
    const list = [
      ...pods('user-service', 1),
      ...pods('user-service', 1, { namespace: 'ecommerce-stage' }),
    ];
    const state = run(list, {
      causes: [
        {
          kind: 'error-rate',
          rate: 1,
          target: { namespace: 'ecommerce-stage' },
        },
      ],
    });
    expect(totals(state, { namespace: 'ecommerce' }).success).toBeGreaterThan(
      0.99,
    );
    expect(totals(state, { namespace: 'ecommerce-stage' }).success).toBe(0);
  });
});

describe('renderMetrics', () => {
  const state = run([
    ...pods('payment-service', 1),
    ...pods('order-service', 1),
    ...pods('user-service', 1, { version: '1.0.0-unmeasured' }),
  ]);
  const lines = renderMetrics(state).split('\n');
  const value = (start: string) =>
    Number(
      lines
        .find(line => line.startsWith(start))
        ?.split(' ')
        .pop(),
    );
  const order =
    'namespace="ecommerce",pod="order-service-aaa-0",replicaset="order-service-aaa",rollouts_pod_template_hash="aaa",direction="inbound",tls="true"';

  it('has the names and labels of the Linkerd proxy', () => {
    const requests = value(`request_total{${order}}`);
    expect(requests).toBeGreaterThan(100);
    expect(
      value(
        `response_total{${order},classification="success",status_code="200"}`,
      ) +
        value(
          `response_total{${order},classification="failure",status_code="500"}`,
        ),
    ).toBe(requests);
    expect(value(`response_latency_ms_count{${order}}`)).toBe(requests);
    expect(value(`response_latency_ms_bucket{${order},le="+Inf"}`)).toBe(
      requests,
    );
    expect(value(`response_latency_ms_sum{${order}}`)).toBeGreaterThan(
      requests,
    );
  });

  it('has cumulative buckets', () => {
    const buckets = lines
      .filter(line => line.startsWith(`response_latency_ms_bucket{${order},`))
      .map(line => Number(line.split(' ').pop()));
    expect(buckets).toHaveLength(26);
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
  });

  it('counts what a service sends', () => {
    expect(
      value(
        'request_total{namespace="ecommerce",pod="payment-service-aaa-0",replicaset="payment-service-aaa",rollouts_pod_template_hash="aaa",direction="outbound",tls="true",dst_namespace="ecommerce",dst_replicaset="order-service-aaa"}',
      ),
    ).toBeGreaterThan(10);
  });

  it('has connections of each proxy, and the routes that a service calls', () => {
    expect(
      value(`proxy_build_info{${order.replace(/,direction.*/, '')}}`),
    ).toBe(1);
    expect(value(`tcp_open_connections{${order},peer="src"}`)).toBe(4);
    expect(value(`tcp_read_bytes_total{${order},peer="src"}`)).toBeGreaterThan(
      60_000,
    );
    const calls = value(
      'request_total{namespace="ecommerce",pod="payment-service-aaa-0",replicaset="payment-service-aaa",rollouts_pod_template_hash="aaa",direction="outbound",tls="true",dst_namespace="ecommerce",dst_replicaset="order-service-aaa"}',
    );
    const route =
      'namespace="ecommerce",pod="payment-service-aaa-0",replicaset="payment-service-aaa",rollouts_pod_template_hash="aaa",direction="outbound",parent_kind="Service",parent_name="order-service",parent_namespace="ecommerce",route_kind="default",route_name="http"';
    const of = (status: string) =>
      value(
        `outbound_http_route_request_statuses_total{${route},http_status="${status}",error=""}`,
      );
    expect(of('200') + of('500')).toBe(calls);
    expect(
      value(
        `outbound_http_route_backend_requests_total{${route},backend_kind="default",backend_name="order-service"}`,
      ),
    ).toBe(calls);
  });

  it('has no series of a pod that nothing measures', () => {
    expect(lines.some(line => line.includes('pod="user-service'))).toBe(false);
  });

  it('names pods of a Rollout by their ReplicaSet, those of a Deployment by it', () => {
    const text = renderMetrics(
      run([
        ...pods('payment-service', 1, { templateHash: '' }),
        ...pods('order-service', 3),
        ...pods('order-service', 1, { templateHash: 'bbb' }),
        ...pods('user-service', 1, { templateHash: '' }),
      ]),
    );
    expect(text).not.toMatch(/[{,](dst_)?deployment="order-service"/);
    expect(text).not.toMatch(/[{,](dst_)?replicaset="(payment|user)-service/);
    const sent = (owner: string) =>
      Number(
        new RegExp(
          `^request_total\\{.*pod="payment-service--0",deployment="payment-service",direction="outbound".*,dst_${owner}\\} (\\d+)$`,
          'm',
        ).exec(text)?.[1],
      );
    const stable = sent('replicaset="order-service-aaa"');
    const canary = sent('replicaset="order-service-bbb"');
    expect(canary).toBeGreaterThan(5);
    expect(stable / canary).toBeGreaterThan(2.5);
    expect(stable / canary).toBeLessThan(3.5);
    const routed = Number(
      /^outbound_http_route_backend_requests_total\{.*pod="payment-service--0".*backend_name="order-service"\} (\d+)$/m.exec(
        text,
      )?.[1],
    );
    expect(routed).toBe(stable + canary);
    expect(sent('deployment="user-service"')).toBeNaN();
    expect(text).toMatch(
      /pod="order-service-aaa-0",.*,dst_deployment="user-service"/,
    );
  });

  it('escapes label values and leaves out an empty hash', () => {
    const odd = run(
      pods('user-service', 1, { workload: 'a"b\\c', templateHash: '' }),
      { seconds: 2 },
    );
    const text = renderMetrics(odd);
    expect(text).toContain('deployment="a\\"b\\\\c"');
    expect(text).not.toContain('rollouts_pod_template_hash');
  });
});
