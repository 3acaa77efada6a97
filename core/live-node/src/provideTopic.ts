import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { AuthorizePermissionRequest } from '@backstage/plugin-permission-common';
import { parseInput } from '@slipway/plugin-actions-common';
import { Topic, TopicParams } from '@slipway/plugin-live-common';
import { TopicProvider, TopicSink, TopicSource } from './types';

/**
 * Offers a defined topic: its parameters are validated before anything is
 * asked or opened, and its source can only write what the definition says.
 *
 * @param provider.authorize - the permission that reading needs; throws InputError for parameters that name nothing sensible
 * @param provider.admit - called for each viewer who joins and may; see {@link TopicProvider.admit}
 * @param provider.open - starts the source for these parameters
 *
 * @example
 * ```ts
 * topics.register(
 *   provideTopic(chaosListTopic, {
 *     authorize: () => ({ permission: chaosReadPermission }),
 *     open: (_, sink) => followingSource({ sink, … }),
 *   }),
 * );
 * ```
 */
export function provideTopic<Params extends TopicParams, Value>(
  topic: Topic<Params, Value>,
  provider: {
    authorize(params: Params): AuthorizePermissionRequest;
    admit?(params: Params, credentials: BackstageCredentials): Promise<void>;
    open(params: Params, sink: TopicSink<Value>): TopicSource;
  },
): TopicProvider {
  const read = (params: TopicParams) => parseInput(topic.params, params);
  return {
    topic: topic.name,
    requires: params => provider.authorize(read(params)),
    admit: async (params, credentials) =>
      provider.admit?.(read(params), credentials),
    open: (params, sink) => provider.open(read(params), sink),
    schemaOf: key => topic.schemaOf(key),
  };
}
