import { isDeepStrictEqual } from 'node:util';
import { toError } from '@backstage/errors';
import { TopicProvider } from '@slipway/plugin-live-node';
import {
  EntityLookup,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { clusterFreshness } from './freshness';
import { entityRefOf } from './params';
import { SummaryTopicOptions } from './summaryTopics';

/** Changes are gathered for this long: nobody waits for the reasons of an empty page. */
const GATHER_MS = 250;

/** `rollouts:lookup`: where rollouts of an entity are looked for, one item `lookup`. For a page that has none to show. */
export function createLookupTopic(options: SummaryTopicOptions): TopicProvider {
  const { rollouts } = options;
  return {
    topic: 'rollouts:lookup',
    requires(params) {
      entityRefOf(params);
      return { permission: rolloutsReadPermission };
    },
    open(params, sink) {
      const entityRef = entityRefOf(params);
      let sent: EntityLookup | undefined;
      let timer: NodeJS.Timeout | undefined;
      let closed = false;
      const send = () => {
        timer = undefined;
        const lookup = rollouts.lookup(entityRef);
        sink.freshness(clusterFreshness(rollouts.freshness()));
        if (sent === undefined) sink.replace([['lookup', lookup]]);
        else if (!isDeepStrictEqual(sent, lookup)) {
          sink.upsert('lookup', lookup);
        }
        sent = lookup;
      };
      const end = rollouts.subscribe(() => {
        if (sent) timer ??= setTimeout(send, GATHER_MS);
      });
      rollouts.requireClusters().then(
        () => {
          if (!closed) send();
        },
        error => {
          if (!closed) sink.fail(toError(error));
        },
      );
      return {
        close() {
          closed = true;
          clearTimeout(timer);
          end();
        },
      };
    },
  };
}
