import {
  ConflictError,
  InputError,
  NotFoundError,
  NotImplementedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { answerOf } from './answer';

/** An error of a driver: a class of that name, with fields. */
function driverError(name: string, message: string, fields: object): Error {
  const error = Object.assign(new Error(message), fields);
  Object.defineProperty(error, 'constructor', { value: { name } });
  return error;
}

const SQL = 'select * from `entries` where `id` = 1 - ';

describe('what a client reads of an error', () => {
  it.each<[string, unknown, number, string]>([
    [
      'a mistake of the caller',
      new InputError('limit: too large'),
      400,
      'limit',
    ],
    ['what is not there', new NotFoundError('no such entry'), 404, 'no such'],
    [
      'a conflict',
      new ConflictError('changed since you looked'),
      409,
      'changed',
    ],
    [
      'a reason why it cannot be done now',
      new ServiceUnavailableError('The disk is full. Free space.'),
      503,
      'Free space',
    ],
    [
      'a part that was applied',
      Object.assign(new Error('Applied: A. Not applied: B.'), {
        name: 'PartiallyAppliedError',
        statusCode: 409,
        applied: ['A'],
      }),
      409,
      'Not applied: B',
    ],
    [
      'an outcome that is not known',
      Object.assign(new Error('Not known whether applied: A.'), {
        name: 'OutcomeUnknownError',
        statusCode: 504,
      }),
      504,
      'Not known whether applied: A.',
    ],
    [
      'a body parser',
      Object.assign(new SyntaxError('Unexpected token'), {
        status: 400,
        body: '{"password":1',
        type: 'entity.parse.failed',
      }),
      400,
      'Unexpected token',
    ],
    [
      'a limit of rate',
      Object.assign(new Error('wait 5 s'), { statusCode: 429 }),
      429,
      'wait 5 s',
    ],
    [
      'a value that PostgreSQL refuses',
      driverError('DatabaseError', `${SQL}invalid input syntax for type uuid`, {
        code: '22P02',
      }),
      400,
      'the database cannot hold',
    ],
    [
      'a value that is there already',
      driverError('SqliteError', 'UNIQUE constraint failed: a.b', {
        code: 'SQLITE_CONSTRAINT_UNIQUE',
      }),
      409,
      'collides',
    ],
    [
      'a value that is missing',
      driverError('DatabaseError', 'null value in column "b"', {
        code: '23502',
        table: 'a',
      }),
      400,
      'a missing value',
    ],
    [
      'too many values for SQLite',
      driverError('SqliteError', `${SQL}too many SQL variables`, {
        code: 'SQLITE_ERROR',
      }),
      400,
      'the database cannot hold',
    ],
    [
      'a type that the driver of SQLite refuses',
      new TypeError(
        `${SQL}SQLite3 can only bind numbers, strings, bigints, buffers, and null`,
      ),
      400,
      'the database cannot hold',
    ],
  ])('%s: its words', (_name, error, status, words) => {
    const answer = answerOf(error, 'abc');
    expect(answer).toMatchObject({ status, internal: false });
    expect(answer.error.message).toContain(words);
    expect(JSON.stringify(answer)).not.toMatch(/select|password|stack/);
  });

  it.each<[string, unknown]>([
    ['a programming error', new TypeError("Cannot read properties of 'x'")],
    [
      'a statement',
      driverError('SqliteError', `${SQL}database or disk is full`, {
        code: 'SQLITE_FULL',
      }),
    ],
    [
      'a connection',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6443'), {
        code: 'ECONNREFUSED',
        address: '10.0.0.1',
      }),
    ],
    ['what is no error', 'secret words'],
    ['undefined', undefined],
    [
      'a server error of another',
      Object.assign(new Error('x'), { status: 502 }),
    ],
  ])('%s: nothing but where the log has it', (_name, error) => {
    expect(answerOf(error, 'abc')).toEqual({
      status: 500,
      internal: true,
      error: {
        name: 'InternalError',
        message: expect.stringContaining('logId=abc'),
        logId: 'abc',
      },
    });
  });

  it.each<[string, Error, number, string]>([
    [
      'a rule that does not exist',
      new Error("Permission rule 'X' does not exist for resource type 'a'"),
      400,
      'conditions',
    ],
    [
      'conditions for a plugin without resources',
      new NotImplementedError(
        "This plugin does not expose any permission rule or can't evaluate the conditions request for a",
      ),
      400,
      'resourceType',
    ],
    [
      'a permission of another type',
      new Error(
        'Invalid resource conditions returned from permission policy for permission a',
      ),
      400,
      'permission',
    ],
    [
      'no entity reference',
      new TypeError(
        'Entity reference "a:b:c" was not on the form [<kind>:][<namespace>/]<name>',
      ),
      400,
      'kind:namespace/name',
    ],
    [
      'no location',
      new TypeError('Unable to stringify location ref, empty target'),
      400,
      'url:https',
    ],
    [
      'a body that was cut',
      Object.assign(new Error('stream is not readable'), { status: 500 }),
      400,
      'did not arrive whole',
    ],
    [
      'a step that a sign-in provider lacks',
      new NotImplementedError('Not implemented'),
      404,
      'provider',
    ],
  ])(
    '%s: what a core plugin refuses as if it had failed is a mistake of the caller',
    (_name, error, status, words) => {
      const answer = answerOf(error, 'abc');
      expect(answer).toMatchObject({ status, internal: false });
      expect(answer.error.message).toContain(words);
    },
  );

  it('shows no words of JavaScript that a validator passed on', () => {
    const error = new InputError('req[field][name].split is not a function');
    expect(answerOf(error, 'abc')).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('cannot read. Send') },
    });
  });

  it('keeps fields that are for clients, and no fields of Node, drivers or causes', () => {
    const error = Object.assign(
      new ConflictError('partly applied', new Error('at /srv/portal/x.js')),
      { applied: ['step 1'], path: '/srv/portal/x', errno: -2, stack: 'x' },
    );
    const { error: shown } = answerOf(error, 'abc');
    expect(shown).toEqual({
      name: 'ConflictError',
      message: expect.stringContaining('partly applied'),
      applied: ['step 1'],
    });
  });

  it('shows the words of another plugin that refused, not those of the request to it', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'NotFoundError', message: 'no entity a' },
          request: { method: 'GET', url: 'http://10.0.0.1/internal' },
          response: { statusCode: 404 },
        }),
        { status: 404, headers: { 'content-type': 'application/json' } },
      ) as unknown as Parameters<typeof ResponseError.fromResponse>[0],
    );
    expect(answerOf(error, 'abc')).toEqual({
      status: 404,
      internal: false,
      error: { name: 'NotFoundError', message: 'no entity a' },
    });
  });
});
