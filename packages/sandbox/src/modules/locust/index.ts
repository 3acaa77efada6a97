import { isServiceName } from '@slipway/platform-model';
import { Objects } from '../../loops';
import { SandboxModule } from '../types';
import { LocustController, readyWorkers } from './LocustController';
import { answerOfMaster } from './masterAnswers';
import { mastersOf } from './Masters';
import { rbac } from './rbac';

/**
 * Load tests: pods that the portal marks as masters behave as Locust's master
 * does, without sending anything. Their load is a cause in the traffic model.
 */
export const locust: SandboxModule = {
  kinds: [],
  rbac,
  loops({ store, clock, traffic }) {
    const objects = new Objects(store);
    return [
      {
        of: objects.pods,
        create: ({ requeueAfter }) =>
          new LocustController({
            objects,
            clock,
            masters: mastersOf(store),
            traffic,
            requeueAfter,
          }),
      },
    ];
  },
  effects: store =>
    [...mastersOf(store).values()].flatMap(({ plan, requestsPerSecond }) =>
      plan.target && isServiceName(plan.target.service) && requestsPerSecond > 0
        ? {
            kind: 'load' as const,
            target: {
              namespace: plan.target.namespace,
              service: plan.target.service,
            },
            requestsPerSecond,
          }
        : [],
    ),
  answer(store, request) {
    const objects = new Objects(store);
    for (const { metadata } of request.pods) {
      const master = mastersOf(store).get(metadata.uid);
      const pod = objects.pods.get(metadata.namespace, metadata.name);
      if (master && pod) {
        return answerOfMaster(master, readyWorkers(objects, pod), request);
      }
    }
    return undefined;
  },
};
