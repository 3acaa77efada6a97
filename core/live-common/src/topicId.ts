import { TopicRequest } from './types';

/**
 * The canonical name of a topic with its parameters: the same request always
 * gives the same id, whatever the order of its parameters.
 *
 * @example `rollouts:detail?cluster=gke-prod&name=order-service&namespace=ecommerce`
 */
export function topicId(
  request: Pick<TopicRequest, 'topic' | 'params'>,
): string {
  const entries = Object.entries(request.params ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  if (entries.length === 0) return request.topic;
  return `${request.topic}?${new URLSearchParams(entries).toString()}`;
}
