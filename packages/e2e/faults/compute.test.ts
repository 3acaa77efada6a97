import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { UserName, SignedIn, signIn } from './lib/users';
import { sharedPortal, startOwnPortal } from './lib/portals';
import { childrenOf, commandOf, isRunning } from './lib/processes';
import { until } from './lib/wait';

const file = { after };
/** What others may wait; without bounds it is half a minute and more. */
const OTHERS_WAIT_MS = 3000;
const TOOL =
  '/api/scaffolder/.backstage/actions/v1/actions/scaffolder:dry-run-template/invoke';
const VALIDATE =
  '/api/catalog/.backstage/actions/v1/actions/catalog:validate-entity/invoke';
/** Two to the power of 40 steps. */
const TEXT = `${'a'.repeat(40)}!`;
const EXPRESSION = "${{ parameters.text | replace(r/(a+)+$/g, 'b') }}";
const LOOPS = `${'{% for x in range(3000) %}'.repeat(3)}${'{% endfor %}'.repeat(
  3,
)}`;

const template = (message: string) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'tried' },
  spec: { type: 'x', steps: [{ action: 'debug:log', input: { message } }] },
});
const dryRun = (who: SignedIn, message: string) =>
  who.send('POST', '/api/scaffolder/v2/dry-run', {
    template: template(message),
    values: { text: TEXT },
    directoryContents: [],
  });
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('what computes without end', () => {
  const users: Partial<Record<UserName, SignedIn>> = {};
  const user = (name: UserName) => users[name]!;

  before(async () => {
    const portal = sharedPortal();
    for (const name of ['vera', 'paula', 'omar'] as const) {
      users[name] = await until(`${name} signs in`, () =>
        signIn(portal, name).catch(() => undefined),
      );
    }
  });

  /** The answer to a request; fails when somebody else was kept waiting meanwhile. */
  async function whileOthersAreServed(request: Promise<Response>) {
    let answered = false;
    const answer = request.finally(() => {
      answered = true;
    });
    let longest = 0;
    while (!answered) {
      const asked = Date.now();
      const { status } = await user('omar').ask('/api/rollouts/v1/rollouts');
      longest = Math.max(longest, Date.now() - asked);
      assert.equal(status, 200);
    }
    assert.ok(longest < OTHERS_WAIT_MS, `another user waited ${longest} ms`);
    const response = await answer;
    return { status: response.status, text: await response.text() };
  }

  it('a viewer may not try templates: route, agent tool and MCP', async () => {
    const refused = await dryRun(user('vera'), 'x');
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), /platform group/);
    const tool = await user('vera').send('POST', TOOL, {
      templateYaml: JSON.stringify(template('x')),
    });
    assert.equal(tool.status, 404);
    const listed = await user('vera').ask(
      '/api/scaffolder/.backstage/actions/v1/actions',
    );
    assert.ok(!(await listed.text()).includes('dry-run-template'));
  });

  it('the platform group may', async () => {
    const response = await dryRun(
      user('paula'),
      'Hello ${{ parameters.text }}',
    );
    assert.equal(response.status, 200);
    assert.match(await response.text(), /Hello a+!/);
  });

  for (const [what, message] of [
    ['an exponential expression', EXPRESSION],
    ['nested loops', LOOPS],
  ]) {
    it(`${what} in a dry run ends with 400 and keeps nobody waiting`, async () => {
      const { status, text } = await whileOthersAreServed(
        dryRun(user('paula'), message),
      );
      assert.equal(status, 400, text);
    });

    it(`${what} in the agent tool ends with 400 and keeps nobody waiting`, async () => {
      const { status, text } = await whileOthersAreServed(
        user('paula').send('POST', TOOL, {
          templateYaml: JSON.stringify(template(message)),
          values: { text: TEXT },
        }),
      );
      assert.equal(status, 400, text);
    });
  }

  const costly: Array<[string, string, string, unknown?]> = [
    [
      'values that are compared pair by pair',
      'POST',
      '/api/scaffolder/v2/tasks',
      {
        templateRef: 'template:default/canary-policy',
        values: { weights: numbers(100_000) },
      },
    ],
    [
      'YAML with many keys',
      'POST',
      VALIDATE,
      { entity: `{${numbers(12_000).map(i => `k${i}`)}}` },
    ],
    [
      'a thousand conditions',
      'POST',
      '/api/catalog/entities/by-query',
      { query: { $any: numbers(1000).map(i => ({ [`a${i}`]: 'x' })) } },
    ],
    ['a long word', 'GET', `/api/search/query?term=${'abcdefghij'.repeat(10)}`],
  ];
  for (const [what, method, path, body] of costly) {
    it(`${what} by a viewer: 400, and nobody waits`, async () => {
      const { status, text } = await whileOthersAreServed(
        body === undefined
          ? user('vera').ask(path, { method })
          : user('vera').send(method, path, body),
      );
      assert.equal(status, 400, text);
    });
  }

  it('a template that computes ends with a portal that was killed', async () => {
    const own = await startOwnPortal(file);
    await own.ready();
    const paula = await until('paula signs in', () =>
      signIn(own, 'paula').catch(() => undefined),
    );
    // Nobody takes the answer: the portal is killed first.
    dryRun(paula, EXPRESSION).catch(() => {});
    const isJob = (pid: number) =>
      commandOf(pid)?.includes('scaffolder/job/main');
    const job = await until('the job has started', () =>
      childrenOf(own.pid).find(isJob),
    );
    process.kill(own.pid, 'SIGKILL');
    await until('the job has ended', () => !isRunning(job));
  });
});
