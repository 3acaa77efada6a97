import { JsonObject } from '@backstage/types';
import { ActionRoute, actionsOf } from './actionRoutes';
import { bodyOf, rulesOf } from './describeAction';
import { routesOf } from './routesOf';
import {
  ACCEPTED_SCHEMA,
  ASKED_SCHEMA,
  ERROR_SCHEMA,
  isOptional,
  queryParameters,
  schemaOf,
} from './schemas';
import { ApiDocument, ApiWords, DescribedAction, RouteWords } from './types';

const json = (schema: JsonObject) => ({ 'application/json': { schema } });

const failed = (description: string): JsonObject => ({
  description,
  content: json({ $ref: '#/components/schemas/Error' }),
});
/** What every route may answer. */
const FAILURES: JsonObject = {
  400: failed('Something that was sent is not right; the message names it'),
  401: failed('Not signed in'),
  403: failed('The caller may not; the message says who may'),
  404: failed('There is no such thing'),
};
const CONFLICT: JsonObject = {
  409: failed(
    'It changed since the user looked, or is not applicable in its state; nothing was changed',
  ),
};

/** `/v1/things/:name` → `/v1/things/{name}` */
const openApiPath = (path: string) => path.replace(/:([a-zA-Z]+)/g, '{$1}');

const pathParameters = (path: string): JsonObject[] =>
  [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function actionOperation(
  path: string,
  route: ActionRoute,
  action: DescribedAction,
): JsonObject {
  const { kind, asks } = route;
  const { required, schema } = bodyOf(action, route);
  const id = `${action.name}-${kind.toLowerCase().replace(/\W+/g, '-')}`;
  const answer = asks ? 'Asked' : 'Accepted';
  return {
    operationId: asks ? `ask-for-${id}` : id,
    tags: [kind],
    summary: asks
      ? `Ask for an approval: ${action.words.label}`
      : action.words.label,
    description: asks
      ? 'Asks another user to approve it; nothing is done yet.'
      : rulesOf(action),
    parameters: pathParameters(path),
    requestBody: { required, content: json(schema) },
    responses: {
      [asks ? 201 : 200]: {
        description: answer,
        content: json({ $ref: `#/components/schemas/${answer}` }),
      },
      ...FAILURES,
      ...CONFLICT,
    },
  };
}

function routeOperation(
  method: string,
  path: string,
  words: RouteWords = { summary: `${method} ${path}` },
): JsonObject {
  const { action, answer, media = 'application/json', status = 200 } = words;
  const body =
    words.body ??
    (action && !isOptional(action.args) ? action.args : undefined);
  const description = [
    ...(words.description ? [words.description] : []),
    ...(action ? [rulesOf(action)] : []),
  ].join(' ');
  return {
    summary: words.summary,
    ...(description ? { description } : {}),
    parameters: [
      ...pathParameters(path),
      ...(words.query ? queryParameters(words.query) : []),
    ],
    ...(body
      ? { requestBody: { required: true, content: json(schemaOf(body)) } }
      : {}),
    responses: {
      [status]: {
        description: 'Answer',
        content: { [media]: { schema: answer ? schemaOf(answer) : {} } },
      },
      ...FAILURES,
      ...(action ? CONFLICT : {}),
    },
  };
}

/**
 * The OpenAPI document of a plugin, of the routes that its router has. Each
 * action of an action route is an operation of its own, written from its
 * definition: another document cannot differ from it.
 *
 * @param base - where the plugin is: `/api/rollouts`
 * @throws Error for words about a route that does not exist
 */
export function apiDocument(
  router: object,
  base: string,
  { title, description, routes }: ApiWords,
): ApiDocument {
  const paths: ApiDocument['paths'] = {};
  const add = (path: string, method: string, operation: JsonObject) => {
    const key = openApiPath(path);
    paths[key] = { ...paths[key], [method.toLowerCase()]: operation };
  };
  const unused = new Set(Object.keys(routes));
  for (const { method, path, route } of routesOf(router)) {
    if (!route) continue;
    const acting = actionsOf(route);
    for (const action of acting?.actions ?? []) {
      const own = path.replace(':action', action.name);
      add(own, method, actionOperation(own, acting!, action));
    }
    if (acting) continue;
    const key = `${method} ${path}`;
    unused.delete(key);
    add(path, method, routeOperation(method, path, routes[key]));
  }
  if (unused.size > 0) {
    throw new Error(
      `The document of ${title} has words about what is no route: ${[
        ...unused,
      ].join(', ')}`,
    );
  }
  return {
    openapi: '3.0.3',
    info: { title, version: '1', description },
    servers: [{ url: base }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token of a user',
        },
      },
      schemas: {
        Error: ERROR_SCHEMA,
        Accepted: ACCEPTED_SCHEMA,
        Asked: ASKED_SCHEMA,
      },
    },
  };
}
