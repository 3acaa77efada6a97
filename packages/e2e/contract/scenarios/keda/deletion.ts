import { AT_ONCE, HPAS, ScalingScenario } from '../../lib/scaling';

export const deletionScenarios: ScalingScenario[] = [
  {
    id: 'keda-delete',
    title:
      'A ScaledObject takes its autoscaler with it; replicas stay, or go back to what they were where it says so',
    async run(scaling) {
      await scaling.deployment('source', 6);
      for (const [name, restoreToOriginalReplicaCount] of [
        ['stays', false],
        ['returns', true],
      ] as const) {
        await scaling.deployment(name, 1);
        await scaling.create(name, {
          minReplicaCount: 1,
          maxReplicaCount: 4,
          triggers: [scaling.trigger(2)],
          advanced: { ...AT_ONCE, restoreToOriginalReplicaCount },
        });
      }
      await scaling.untilReplicas('stays', 3);
      await scaling.untilReplicas('returns', 3);
      for (const [name, replicas] of [
        ['stays', 3],
        ['returns', 1],
      ] as const) {
        await scaling.delete(name);
        await scaling.untilGone(HPAS, `keda-hpa-${name}`);
        await scaling.untilReplicas(name, replicas);
      }
      await scaling.untilEvent(
        'ScaledObject',
        'stays',
        'ScaledObjectDeleted',
        /^ScaledObject was deleted$/,
      );
    },
  },
];
