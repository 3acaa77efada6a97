import { KubeObject } from '@slipway/kube-sim';
import { readPodLog } from './podLogs';

const STARTED = '2026-01-01T00:00:00Z';

const pod = (tag: string, state: object): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'order-service-1',
      namespace: 'n',
      uid: 'u',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: STARTED,
    },
    spec: { containers: [{ name: 'order-service', image: `r/o:${tag}` }] },
    status: { containerStatuses: [{ name: 'order-service', ...state }] },
  } as KubeObject);

const running = pod('0.1.0', { state: { running: { startedAt: STARTED } } });
const crashing = pod('0.2.0-crash', {
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { startedAt: STARTED } },
});
const container = 'order-service';

describe('readPodLog', () => {
  it('reports the start, in order', () => {
    const lines = readPodLog({ pod: running, container, previous: false });
    expect(lines[0]).toEqual({
      at: new Date(STARTED),
      text: '2026-01-01T00:00:00.000Z  INFO 1 --- [order-service] [main] OrderServiceApplication : Starting OrderServiceApplication with PID 1',
    });
    expect(lines.map(({ at }) => at.getTime())).toEqual(
      lines.map(({ at }) => at.getTime()).sort((a, b) => a - b),
    );
    expect(lines.at(-1)?.text).toContain('Started OrderServiceApplication');
  });

  it('says why a container ended', () => {
    const text = readPodLog({ pod: crashing, container, previous: true })
      .map(line => line.text)
      .join('\n');
    expect(text).toContain('Application run failed');
    expect(text).not.toContain('Started OrderServiceApplication');
  });

  it.each([
    ['that has not started', pod('0.1.0', { state: {} }), container, false],
    ['of before, when nothing ended', running, container, true],
    ['of another container', running, 'linkerd-proxy', false],
  ])('has no lines %s', (_, of, name, previous) => {
    expect(readPodLog({ pod: of, container: name, previous })).toEqual([]);
  });

  it('leaves out what was before', () => {
    const since = new Date('2026-01-01T00:00:01.550Z');
    const lines = readPodLog({
      pod: running,
      container,
      previous: false,
      since,
    });
    expect(lines).toHaveLength(1);
  });
});
