import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at, isRecord, Json } from '../lib/json';
import { causesOf, Objects } from '../lib/objects';
import { Scenario } from '../lib/scenario';
import { ANALYSES } from './tables/analysisTypes';
import { OTHERS } from './tables/builtInTypes';
import { DEFAULTS } from './tables/defaults';
import { DEPLOYMENTS } from './tables/deploymentTypes';
import {
  APP,
  CONTAINERS,
  Row,
  deployment,
  idle,
  into,
  typed,
  unchecked,
} from './tables/manifests';
import { ROLLOUTS } from './tables/rolloutTypes';

/** Everything of an object but its metadata and status, without what is random. */
function contentsOf(object: Json): Json {
  const {
    apiVersion: _apiVersion,
    kind: _kind,
    metadata: _metadata,
    status: _status,
    ...contents
  } = object;
  return JSON.parse(
    JSON.stringify(contents)
      .replace(/kube-api-access-\w{5}/g, 'kube-api-access')
      .replace(/"10\.\d+\.\d+\.\d+"/g, '"10.0.0.0"')
      .replace(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, '"uid"'),
  );
}

/** Sends each manifest as a dry run and compares what the API server answers. */
async function compare(objects: Objects, rows: Row[]): Promise<void> {
  const answers = await Promise.all(
    rows.map(async ([what, plural, sent, outcome]) => {
      const { status, json, text } = await objects.send(
        'POST',
        objects.path(plural, undefined, 'dryRun=All'),
        sent,
      );
      if (status < 300) return [what, { stored: contentsOf(json) }] as const;
      const refused = String(json.reason ?? text);
      // Which of several causes comes first is chance.
      return [
        what,
        'causes' in outcome
          ? { refused, causes: causesOf(json).sort() }
          : { refused, message: json.message },
      ] as const;
    }),
  );
  assert.deepEqual(
    Object.fromEntries(answers),
    Object.fromEntries(
      rows.map(([what, _plural, _sent, outcome]) => [
        what,
        'causes' in outcome
          ? { ...outcome, causes: [...outcome.causes].sort() }
          : outcome,
      ]),
    ),
  );
}

/** Why a patch was refused, without the object that it made. */
function whyOf(failure: Json): string {
  const [cause] = causesOf(failure);
  return cause.replace(/Invalid value: "(?:\\.|[^"\\])*": /, '');
}

export const apiTypeScenarios: Scenario[] = [
  about(
    'types-custom',
    'Custom objects are held against the schemas of their CRDs, and stored with their defaults',
    objects => compare(objects, [...ROLLOUTS, ...ANALYSES]),
  ),
  about(
    'types-built-in',
    'Built-in objects are read into Go types, validated, and stored with their defaults',
    objects => compare(objects, [...DEPLOYMENTS, ...OTHERS, ...DEFAULTS]),
  ),
  about(
    'types-patches',
    'What a patch makes is read and validated like what is sent',
    async objects => {
      await objects.create('rollouts', idle({}));
      await objects.create('deployments', deployment({}));
      const number = {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'app',
                  image: 'example.test/shop:1',
                  env: [{ name: 'A', value: 1 }],
                },
              ],
            },
          },
        },
      };
      const json = [
        {
          op: 'add',
          path: '/spec/template/spec/containers/0/env',
          value: [{ name: 'A', value: 1 }],
        },
      ];
      const refused = async (
        path: string,
        body: unknown,
        type: 'merge-patch' | 'json-patch' | 'strategic-merge-patch',
      ) =>
        objects.refused('Invalid', 'PATCH', path, body, {
          contentType: `application/${type}+json`,
        });
      const custom = objects.path('rollouts', 'shop');
      const builtIn = objects.path('deployments', 'one');
      const strict = '?fieldValidation=Strict';
      const wrong = unchecked(
        typed(`${APP}.env[0].value`, 'string', 'integer'),
      );
      for (const [body, type] of [
        [number, 'merge-patch'],
        [json, 'json-patch'],
      ] as const) {
        assert.deepEqual(
          causesOf(await refused(custom, body, type)),
          'causes' in wrong && wrong.causes,
        );
        assert.equal(
          whyOf(await refused(builtIn, body, type)),
          `patch: ${into(
            'number',
            `EnvVar.${CONTAINERS}.env.value`,
            'string',
          )}`,
        );
      }
      const unknown = 'patch: strict decoding error: unknown field "spec.foo"';
      for (const [path, body, type, why] of [
        [
          builtIn,
          number,
          'strategic-merge-patch',
          'patch: cannot convert int64 to string',
        ],
        [
          builtIn,
          { spec: { replicas: 'x' } },
          'strategic-merge-patch',
          'patch: unrecognized type: int32',
        ],
        [
          builtIn + strict,
          { spec: { foo: 1 } },
          'strategic-merge-patch',
          unknown,
        ],
        [builtIn + strict, { spec: { foo: 1 } }, 'merge-patch', unknown],
        [custom + strict, { spec: { foo: 1 } }, 'merge-patch', unknown],
        [
          `${custom}/status${strict}`,
          { status: { foo: 1 } },
          'merge-patch',
          unknown.replace('spec', 'status'),
        ],
        [
          custom,
          { metadata: { labels: { a: 1 } } },
          'merge-patch',
          `patch: ${into('number', 'ObjectMeta.labels', 'string')}`,
        ],
        [
          builtIn,
          { metadata: { labels: { a: 1 } } },
          'merge-patch',
          `patch: ${into('number', 'ObjectMeta.metadata.labels', 'string')}`,
        ],
        [
          `${custom}/scale`,
          { spec: { replicas: 'x' } },
          'merge-patch',
          `patch: ${into('string', 'ScaleSpec.spec.replicas', 'int32')}`,
        ],
        [
          custom,
          { spec: { selector: { matchLabels: { other: 'x' } } } },
          'merge-patch',
          'spec.selector: .spec.selector is immutable',
        ],
        [custom, { spec: null }, 'merge-patch', 'spec: Required value'],
        [
          `${custom}/status`,
          { status: { currentStepIndex: 'x' } },
          'merge-patch',
          'status.currentStepIndex: currentStepIndex in body must be of type integer: "string"',
        ],
        [
          `${custom}/scale`,
          { spec: { replicas: -1 } },
          'merge-patch',
          '.spec.replicas: Invalid value: -1: should be a non-negative integer',
        ],
      ] as const) {
        assert.equal(whyOf(await refused(path, body, type)), why);
      }
      const { status, json: updated } = await objects.send(
        'PATCH',
        builtIn,
        { spec: { template: { spec: { securityContext: null } } } },
        { contentType: 'application/merge-patch+json' },
      );
      assert.equal(status, 200);
      assert.deepEqual(
        at(updated, 'spec', 'template', 'spec', 'securityContext'),
        {},
      );
    },
  ),
  about(
    'unknown-kinds',
    'Kinds, groups and versions that are not there answer as a path that no handler has',
    async objects => {
      const { namespace } = objects;
      const answer = async (
        method: 'GET' | 'POST' | 'DELETE',
        path: string,
      ) => {
        const { status, json, text } = await objects.send(
          method,
          path,
          method === 'POST'
            ? { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' } }
            : undefined,
        );
        return [status, isRecord(json) && json.message ? json.message : text];
      };
      const page = [404, '404 page not found\n'];
      const nothing = [404, 'the server could not find the requested resource'];
      const argoproj = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}`;
      for (const [method, path, wanted] of [
        ['GET', `/apis/nope.io/v1/namespaces/${namespace}/things`, page],
        ['POST', `/apis/nope.io/v1/namespaces/${namespace}/things`, page],
        ['GET', '/apis/nope.io', page],
        ['GET', '/apis/nope.io/v1', page],
        ['GET', '/apis/argoproj.io/v1', page],
        ['GET', `/apis/argoproj.io/v1/namespaces/${namespace}/rollouts`, page],
        ['GET', `${argoproj}/things`, page],
        ['DELETE', `${argoproj}/things/a`, page],
        [
          'GET',
          `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices/a`,
          page,
        ],
        ['GET', '/nope', page],
        ['GET', '/api/v2', nothing],
        ['GET', `/api/v1/namespaces/${namespace}/things`, nothing],
        ['GET', `/api/v1/namespaces/${namespace}/rollouts/a`, nothing],
        ['GET', '/apis/apps/v1beta1', nothing],
        [
          'GET',
          `/apis/apps/v1beta1/namespaces/${namespace}/deployments`,
          nothing,
        ],
        ['GET', `/apis/apps/v1/namespaces/${namespace}/things`, nothing],
        ['GET', `/api/v1/namespaces/${namespace}/pods/a/nope`, nothing],
        [
          'GET',
          `${argoproj}/rollouts/a/nope`,
          [404, 'rollouts.argoproj.io "a" not found'],
        ],
      ] as const) {
        assert.deepEqual(
          await answer(method, path),
          wanted,
          `${method} ${path}`,
        );
      }
    },
  ),
];
