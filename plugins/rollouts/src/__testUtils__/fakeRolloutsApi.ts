import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  RolloutAccess,
  RolloutActionName,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';
import { ActionRequest, RolloutsApi } from '../api/RolloutsApi';
import { access, detail } from './fixtures';

/** An action that a component sent. */
export interface SentAction extends ActionRequest {
  ref: ObjectRef;
  action: RolloutActionName;
}

/** A {@link RolloutsApi} in memory: answers what it was given and keeps what was sent. */
export function fakeRolloutsApi(
  options: {
    access?: RolloutAccess;
    detail?: RolloutDetail;
    /** Throw here to refuse an action. */
    onAct?: (sent: SentAction) => void | Promise<void>;
  } = {},
): RolloutsApi & { sent: SentAction[] } {
  const sent: SentAction[] = [];
  return {
    sent,
    listRollouts: async () => ({ items: [], freshness: [] }),
    listClusters: async () => [],
    getRollout: async () => options.detail ?? detail(),
    getAccess: async () => options.access ?? access(),
    getDiff: async (_, from, to) => ({
      from,
      to,
      changed: ['image'],
      lines: [
        { kind: 'same', text: 'containers:' },
        { kind: 'removed', text: '- image: shop/order-service:1.8.2' },
        { kind: 'added', text: '- image: shop/order-service:1.9.0' },
      ],
    }),
    getMetrics: async () => ({ stable: [], canary: [] }),
    getStops: async () => ({
      stops: [],
      notes: [],
      digest: '0'.repeat(64),
      override: { allowed: true },
    }),
    async act(ref, action, request) {
      const one = { ref, action, ...request };
      await options.onAct?.(one);
      sent.push(one);
      return {
        activityId: 'activity-1',
        ref,
        action,
        resourceVersion: '1001',
        message: `${action} accepted`,
      };
    },
  };
}
