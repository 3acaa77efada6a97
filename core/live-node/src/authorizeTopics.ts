import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import {
  AuthorizePermissionRequest,
  AuthorizeResult,
} from '@backstage/plugin-permission-common';
import { TopicProvider } from './types';

/** A topic with its parameters, as a viewer asks for it. */
export interface RequestedTopic {
  provider: Pick<TopicProvider, 'requires'>;
  params: Record<string, string>;
}

/**
 * Checks whether a viewer may read each of these topics. However many there
 * are, the permission framework gets one request, with each question once.
 *
 * @returns why a topic may not be read, for each that is refused: `InputError`
 * for its parameters or `NotAllowedError`
 * @throws whatever the permission framework throws when it cannot answer
 */
export async function authorizeTopics<T extends RequestedTopic>(
  topics: Iterable<T>,
  permissions: Pick<PermissionsService, 'authorize'>,
  credentials: BackstageCredentials,
): Promise<Map<T, Error>> {
  const refusals = new Map<T, Error>();
  const questions = new Map<
    string,
    { request: AuthorizePermissionRequest; topics: T[] }
  >();
  for (const topic of topics) {
    try {
      const request = topic.provider.requires(topic.params);
      const key = JSON.stringify([
        request.permission.name,
        request.resourceRef ?? null,
      ]);
      const question = questions.get(key) ?? { request, topics: [] };
      question.topics.push(topic);
      questions.set(key, question);
    } catch (error) {
      refusals.set(topic, toError(error));
    }
  }
  if (questions.size === 0) return refusals;
  const asked = [...questions.values()];
  const decisions = await permissions.authorize(
    asked.map(({ request }) => request),
    { credentials },
  );
  for (const [index, { request, topics: of }] of asked.entries()) {
    if (decisions[index]?.result === AuthorizeResult.ALLOW) continue;
    const refusal = new NotAllowedError(
      `Reading this needs the permission ${request.permission.name}.`,
    );
    for (const topic of of) refusals.set(topic, refusal);
  }
  return refusals;
}
