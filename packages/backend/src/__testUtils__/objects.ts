/** A canary that waits at its first step for a user. */
export const rollout = (name: string, namespace = 'shop') => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: {
    name,
    namespace,
    uid: name,
    generation: 2,
    annotations: { 'slipway.io/entity-ref': `component:default/${name}` },
  },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: `${name}:2` }] },
    },
    strategy: { canary: { steps: [{ pause: {} }, { setWeight: 50 }] } },
  },
  status: {
    phase: 'Paused',
    observedGeneration: '2',
    currentPodHash: 'bbb',
    stableRS: 'aaa',
    currentStepIndex: 0,
    controllerPause: true,
    pauseConditions: [
      { reason: 'CanaryPauseStep', startTime: '2026-01-01T10:00:00Z' },
    ],
  },
});
