import { Hpa, ScaledObjectCondition } from './model';

/** A condition as it is from now on. @see apis/keda/v1alpha1/condition_types.go of KEDA */
export interface News {
  type: 'Ready' | 'Active' | 'Fallback' | 'Paused' | 'HPAActive';
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

export const READY_MESSAGE =
  'ScaledObject is defined correctly and is ready for scaling';
export const PAUSED_MESSAGE = 'ScaledObject is paused';

/** Before anything is known: `GetInitializedConditions`. */
export const INITIAL: readonly ScaledObjectCondition[] = [
  { type: 'Ready', status: 'Unknown' },
  { type: 'Active', status: 'Unknown' },
  { type: 'Fallback', status: 'Unknown' },
  { type: 'Paused', status: 'False' },
];

/** The sandbox has no fallback. */
export const FALLBACK_ABSENT: News = {
  type: 'Fallback',
  status: 'False',
  reason: 'NoFallbackFound',
  message: 'No fallbacks are active on this scaled object',
};

/** That the check passed; its message is the reason in words. */
export const ready = (message: string): News => ({
  type: 'Ready',
  status: 'True',
  reason: 'ScaledObjectReady',
  message,
});

const ACTIVE = {
  ScalerActive: 'Scaling is performed because triggers are active',
  ScalerNotActive: 'Scaling is not performed because triggers are not active',
  ScalerCooldown: 'Scaler cooling down because triggers are not active',
};

/** Whether triggers ask for replicas. @see pkg/scaling/executor/scale_scaledobjects.go of KEDA */
export const activeOf = (
  status: 'True' | 'False',
  reason: keyof typeof ACTIVE,
): News => ({ type: 'Active', status, reason, message: ACTIVE[reason] });

export const conditionOf = (
  conditions: readonly ScaledObjectCondition[],
  type: News['type'],
): ScaledObjectCondition | undefined =>
  conditions.find(one => one.type === type);

/** Conditions after news; the last of a type counts. `SetCondition` */
export function withNews(
  conditions: readonly ScaledObjectCondition[],
  news: readonly News[],
): ScaledObjectCondition[] {
  const all = new Map(conditions.map(one => [one.type, one]));
  for (const one of news) all.set(one.type, { ...one });
  return [...all.values()];
}

/**
 * What the autoscaler says of itself; nothing as long as it has said nothing.
 * One that is off at zero replicas is in order.
 *
 * @see getHPAHealth in pkg/scaling/executor/scale_scaledobjects.go of KEDA
 */
export function hpaActiveOf(hpa: Hpa | undefined): News[] {
  const active = hpa?.status.conditions?.find(
    ({ type }) => type === 'ScalingActive',
  );
  if (!active) return [];
  const { status, reason = '', message = '' } = active;
  if (status === 'True') {
    return [
      {
        type: 'HPAActive',
        status: 'True',
        reason: 'HPAActive',
        message: 'HPA is actively scaling',
      },
    ];
  }
  if (reason === 'ScalingDisabled') {
    return [{ type: 'HPAActive', status: 'True', reason, message }];
  }
  return [
    {
      type: 'HPAActive',
      status: 'False',
      reason: reason || 'HPAMetricsUnavailable',
      message: `HPA is not actively scaling: ${message}`,
    },
  ];
}
