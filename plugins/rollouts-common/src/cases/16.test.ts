import { loadCase } from '@slipway/field-cases';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');

describe('case 16: native sidecars and pod conditions, as kubectl get pods counts them', () => {
  const { pods } = detailsOf(
    loadCase('16-native-sidecar-ready-count', { now: NOW }),
  ).basket;

  it.each([
    ['basket-newhash-sidecar-ready', 'Running', '2/2', 3],
    ['basket-newhash-sidecar-not-ready', 'Running', '1/2', 3],
    ['basket-oldhash-gated', 'SchedulingGated', '0/1', 0],
  ])('%s is %s %s, restarts %i', (name, status, ready, restarts) => {
    expect(pods.find(pod => pod.name === name)).toMatchObject({
      status,
      ready,
      restarts,
    });
  });
});
