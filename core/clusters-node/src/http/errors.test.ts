import { Readable } from 'node:stream';
import {
  isUnappliedPatch,
  RefusedRequest,
  refusedRequestError,
} from './errors';
import { readStatus } from './kubeStatus';
import { isSilence, transportReason } from './transport';

const rollouts = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

const DENIED =
  'admission webhook "validation.gatekeeper.sh" denied the request: [no-latest] hunter2';

describe('refusedRequestError', () => {
  const patch: RefusedRequest = {
    cluster: 'gke',
    verb: 'patch',
    resource: rollouts,
    namespace: 'shop',
    name: 'orders',
    status: 0,
  };
  const field = { field: 'spec.replicas', reason: 'FieldValueInvalid' };

  it.each<[Partial<RefusedRequest>, string, string]>([
    [{ status: 404 }, 'NotFoundError', 'no Rollout shop/orders in cluster gke'],
    [
      { status: 409 },
      'ConflictError',
      'Rollout shop/orders in cluster gke has changed since you looked',
    ],
    [
      { status: 403 },
      'NotAllowedError',
      'RBAC does not let the portal patch rollouts.argoproj.io in namespace shop of cluster gke',
    ],
    [
      { status: 403, subresource: 'status', as: 'slipway:user:default/olga' },
      'NotAllowedError',
      'RBAC does not let slipway:user:default/olga patch rollouts.argoproj.io/status in',
    ],
    [
      {
        status: 403,
        as: 'slipway:user:default/eve',
        body: { details: { kind: 'users' } },
      },
      'NotAllowedError',
      'The portal may not impersonate users in cluster gke',
    ],
    [
      { status: 403, verb: 'list', namespace: undefined, name: undefined },
      'NotAllowedError',
      'RBAC does not let the portal list rollouts.argoproj.io in cluster gke',
    ],
    [
      { status: 422, body: { details: { kind: 'Rollout', causes: [field] } } },
      'InputError',
      'refused the value of spec.replicas',
    ],
    [{ status: 400 }, 'InputError', 'refused the change as invalid'],
    ...[400, 403, 409, 422, 500].map(
      (status): [Partial<RefusedRequest>, string, string] => [
        { status, body: { message: DENIED } },
        'NotAllowedError',
        'The admission webhook validation.gatekeeper.sh of cluster gke did not let Rollout shop/orders be changed',
      ],
    ),
    [{ status: 401 }, 'ServiceUnavailableError', 'does not accept'],
    [{ status: 302 }, 'ServiceUnavailableError', 'redirect'],
    [{ status: 500 }, 'ServiceUnavailableError', 'answered 500'],
  ])('%j is %s', (refused, name, message) => {
    const error = refusedRequestError({ ...patch, ...refused });
    expect(error.name).toBe(name);
    expect(error.message).toContain(message);
  });

  it('never repeats what the API server wrote', () => {
    for (const message of ['Invalid value: "hunter2"', DENIED]) {
      for (const status of [400, 401, 403, 404, 409, 422, 500]) {
        const error = refusedRequestError({
          ...patch,
          status,
          body: { message },
        });
        expect(error.message).not.toContain('hunter2');
      }
    }
  });
});

describe('isUnappliedPatch', () => {
  it.each([
    [422, { reason: 'Invalid', details: {} }, true],
    [422, { reason: 'Invalid' }, true],
    [422, { reason: 'Invalid', details: { kind: 'Rollout' } }, false],
    [422, { details: { causes: [{ field: 'spec' }] } }, false],
    [422, { message: DENIED }, false],
    [409, { reason: 'Conflict', details: {} }, false],
  ])('%d %j: %s', (status, body, expected) => {
    expect(isUnappliedPatch(status, body)).toBe(expected);
  });
});

describe('readStatus', () => {
  it('reads a Status and leaves out fields of another type', async () => {
    const body = Readable.from([
      Buffer.from('{"kind":"Status","reason":"Invalid","message":5,'),
      Buffer.from('"details":{"causes":[{"field":"spec.x","reason":1}]}}'),
    ]);
    await expect(readStatus(body)).resolves.toEqual({
      reason: 'Invalid',
      message: undefined,
      details: {
        kind: undefined,
        causes: [{ field: 'spec.x', reason: undefined }],
      },
    });
  });

  it.each([
    ['a page', '<html>'],
    ['another object', '{"kind":"Pod"}'],
    ['something endless', 'x'.repeat(70_000)],
  ])('ignores %s', async (_, text) => {
    const body = Readable.from([Buffer.from(text)]);
    await expect(readStatus(body)).resolves.toBeUndefined();
  });
});

describe('transportReason', () => {
  it.each<[unknown, string]>([
    [{ code: 'ECONNREFUSED' }, 'the connection is refused'],
    [
      new Error('x', { cause: { code: 'CERT_HAS_EXPIRED' } }),
      'its certificate has expired',
    ],
    [
      new AggregateError([Object.assign(new Error(), { code: 'ENOTFOUND' })]),
      'its host name is not known',
    ],
    [{ code: 'EWEIRD' }, 'the request failed (EWEIRD)'],
    [new Error('token abc'), 'the request failed'],
    [new SyntaxError('x'), 'the answer is not JSON'],
    [undefined, 'the request failed'],
  ])('%p: %s', (error, reason) => {
    expect(transportReason(error)).toBe(reason);
  });

  it.each([
    ['UND_ERR_BODY_TIMEOUT', true],
    ['ETIMEDOUT', true],
    ['ESILENT', true],
    ['ECONNRESET', false],
  ])('%s is silence: %s', (code, silent) => {
    expect(isSilence({ code })).toBe(silent);
  });
});
