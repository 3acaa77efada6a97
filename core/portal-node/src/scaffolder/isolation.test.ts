import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';
import { existsSync } from 'node:fs';
import request from 'supertest';
import { until } from '@slipway/test-utils';
import isolation from './module';

/** Matching it against the text takes two to the power of the text's length. */
const EXPONENTIAL = "${{ parameters.text | replace(r/(a+)+$/g, 'b') }}";
const TEXT = `${'a'.repeat(40)}!`;
const LOOPS = `{% for a in range(2000) %}{% for b in range(2000) %}{% for c in range(2000) %}{% endfor %}{% endfor %}{% endfor %}`;

type Step = JsonObject & { action: string };

function template(steps: Step[], spec: JsonObject = {}) {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name: 'tried', namespace: 'default' },
    spec: { type: 'x', steps, ...spec },
  };
}
const log = (message: string, more: JsonObject = {}): Step => ({
  id: 'say',
  action: 'debug:log',
  input: { message },
  ...more,
});
const file = (path: string, content: string) => ({
  path,
  base64Content: Buffer.from(content).toString('base64'),
});

jest.setTimeout(60_000);

/** An action of another module: it needs what only the portal has. */
const remote = createTemplateAction({
  id: 'test:remote',
  schema: { input: { name: z => z.string() } },
  async handler(ctx) {
    ctx.logger.info(`Working for ${ctx.input.name}`);
    const made = await ctx.checkpoint({
      key: 'make',
      fn: async () => `made ${ctx.input.name}`,
    });
    const folder = await ctx.createTemporaryDirectory();
    const { principal } = await ctx.getInitiatorCredentials();
    ctx.output('made', made);
    ctx.output('who', (principal as { userEntityRef: string }).userEntityRef);
    ctx.output('folder', existsSync(folder));
    ctx.output('secret', ctx.secrets?.password ?? 'none');
  },
});
const remoteModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'test',
  register(env) {
    env.registerInit({
      deps: { actions: scaffolderActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions(remote);
      },
    });
  },
});

describe('templates', () => {
  const entities = [
    template([log('Hello ${{ parameters.text }}')]),
    template([log(EXPONENTIAL)]),
    template([log('x')], {
      parameters: { properties: { text: { pattern: '^(a+)+$' } } },
    }),
    template([log('x')], {
      parameters: { properties: { list: { uniqueItems: true } } },
    }),
    template(
      [
        {
          id: 'remote',
          action: 'test:remote',
          input: { name: '${{ parameters.text }}' },
        },
        log('It was ${{ steps.remote.output.made }}', { id: 'after' }),
      ],
      {
        output: {
          text: [
            {
              title: 't',
              content:
                '${{ steps.remote.output.who }} ${{ steps.remote.output.folder }} ${{ steps.remote.output.secret }}',
            },
          ],
        },
      },
    ),
    template([{ id: 'wait', action: 'debug:wait', input: { minutes: 9 } }]),
  ].map((entity, index) => ({
    ...entity,
    metadata: { name: `t${index}`, namespace: 'default' },
  }));
  let agent: ReturnType<typeof request>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        scaffolder,
        isolation,
        remoteModule,
        catalogServiceMock.factory({ entities }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.test' },
            backend: { baseUrl: 'http://portal.test' },
            slipway: { templates: { stalledSeconds: 1, cpuSeconds: 20 } },
          },
        }),
      ],
    });
    agent = request(server);
  });

  const dryRun = (steps: Step[], more: object = {}, spec: JsonObject = {}) =>
    agent.post('/api/scaffolder/v2/dry-run').send({
      template: template(steps, spec),
      values: { text: TEXT },
      directoryContents: [],
      ...more,
    });

  /** The status of the answer; fails when others were not answered meanwhile. */
  async function whileOthersAreAnswered(asked: request.Test) {
    let done = false;
    const answer = asked.then(response => {
      done = true;
      return response;
    });
    let others = 0;
    // Each goes through the event loop that must not be blocked.
    while (!done) {
      await agent.get('/api/scaffolder/v2/templating-extensions').expect(200);
      if (!done) others += 1;
    }
    expect(others).toBeGreaterThan(1);
    return answer;
  }

  it('a dry run answers with log, output and files', async () => {
    const { status, body } = await dryRun(
      [
        {
          id: 'fetch',
          action: 'fetch:template',
          input: { url: '.', values: { name: '${{ parameters.text }}' } },
        },
        log('Hello ${{ parameters.text }}'),
        log('each ${{ each.value }}', { id: 'each', each: ['x', 'y'] }),
        log('never', { id: 'never', if: '${{ false }}' }),
      ],
      {
        directoryContents: [file('a.txt', 'made for ${{ values.name }}')],
        values: { text: 'you' },
      },
      {
        output: {
          text: [{ title: 't', content: 'for ${{ parameters.text }}' }],
        },
      },
    );
    expect([status, body, body.output]).toEqual([
      200,
      body,
      { text: [{ title: 't', content: 'for you' }] },
    ]);
    expect(
      body.directoryContents.map(
        (made: { path: string; base64Content: string }) => [
          made.path,
          Buffer.from(made.base64Content, 'base64').toString(),
        ],
      ),
    ).toEqual([['a.txt', 'made for you']]);
    const text = JSON.stringify(body.log);
    for (const said of ['Hello you', 'each x', 'each y'])
      expect(text).toContain(said);
    expect(text).toContain('Skipping step never');
  });

  it.each<[string, Step[], object?, JsonObject?]>([
    ['an exponential expression', [log(EXPONENTIAL)]],
    ['in a condition', [log('x', { if: EXPONENTIAL })]],
    ['in each', [log('x', { each: EXPONENTIAL })]],
    [
      'in the output',
      [log('x')],
      {},
      { output: { text: [{ title: 't', content: EXPONENTIAL }] } },
    ],
    [
      'in a file',
      [
        {
          action: 'fetch:template',
          input: { url: '.', values: { text: TEXT } },
        },
      ],
      {
        directoryContents: [
          file('a', EXPONENTIAL.replace('parameters', 'values')),
        ],
      },
    ],
    [
      'in a pattern of names of files',
      [
        {
          action: 'fetch:template',
          input: {
            url: '.',
            values: {},
            copyWithoutTemplating: ['{1..9999}{1..9999}{1..9999}'],
          },
        },
      ],
      { directoryContents: [file('a', 'x')] },
    ],
    [
      'in a pattern of a parameter',
      [log('x')],
      {},
      { parameters: { properties: { text: { pattern: '^(a+)+$' } } } },
    ],
    ['nested loops', [log(LOOPS)]],
    [
      'nested loops in many steps',
      Array.from({ length: 200 }, (_, i) =>
        log(LOOPS.replace('2000', '500'), { id: `s${i}` }),
      ),
    ],
    [
      'unique items',
      [log('x')],
      { values: { list: Array.from({ length: 50_000 }, (_, i) => i) } },
      { parameters: { properties: { list: { uniqueItems: true } } } },
    ],
  ])(
    '%s ends with 400 and blocks nobody',
    async (_, steps, more = {}, spec = {}) => {
      const { status, body } = await whileOthersAreAnswered(
        dryRun(steps, more, spec),
      );
      expect([status, body.error.name]).toEqual([
        400,
        expect.stringMatching(/InputError|JobEndedError/),
      ]);
    },
  );

  it('much text at once ends with 400, not with the portal out of memory', async () => {
    // Ten million characters each.
    const long = `{% set a = 'aaaaaaaaaa' %}${'{% set a = a ~ a %}'.repeat(
      20,
    )}\${{ a | upper }}`;
    const input = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`k${index}`, long]),
    );
    const { status, body } = await whileOthersAreAnswered(
      dryRun([log('x', { input })]),
    );
    expect([status, body.error.message]).toEqual([
      400,
      // By its memory, or while the heap that is nearly full is searched for room.
      expect.stringContaining('and was stopped'),
    ]);
  });

  it.each<[string, Step[], object?]>([
    ['an unknown action', [{ action: 'no:such', input: {} }]],
    ['input of the wrong type', [log('x', { input: { message: 5 } })]],
    [
      'a template that is not there',
      [{ action: 'fetch:template', input: { url: './none', values: {} } }],
    ],
    [
      'a file that is not there',
      [
        {
          action: 'fetch:template:file',
          input: { url: './none', targetPath: 'x', values: {} },
        },
      ],
    ],
    [
      'broken template text',
      [{ action: 'fetch:template', input: { url: '.', values: {} } }],
      { directoryContents: [file('a', '{% for %}')] },
    ],
    [
      'a file outside of the workspace',
      [{ action: 'fs:delete', input: { files: ['../../x'] } }],
    ],
    [
      'a file sent for outside',
      [log('x')],
      { directoryContents: [file('../../x', 'x')] },
    ],
    [
      'a file and a folder of one name',
      [log('x')],
      { directoryContents: [file('a', 'x'), file('a/b', 'x')] },
    ],
    ['a name with NUL', [log('x')], { directoryContents: [file('a\0b', 'x')] }],
    [
      'a name too long',
      [log('x')],
      { directoryContents: [file('a'.repeat(300), 'x')] },
    ],
    [
      'a reserved name among values',
      [log('x')],
      { values: JSON.parse('{"constructor": 1, "__proto__": {}}') },
    ],
    [
      'values nested without end',
      [log('x')],
      { values: { a: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) } },
    ],
    ['values that are none', [log('x')], { values: 'x' }],
    ['no template', [], { template: 'x' }],
    ['each over a number', [log('x', { each: '${{ 5 }}' })]],
    ['steps without action', [{ id: 'x' } as never]],
    [
      'schema that is none',
      [log('x')],
      {
        template: template([log('x')], {
          parameters: { properties: { text: { pattern: '(' } } },
        }),
      },
    ],
    [
      'an endless schema',
      [log('x')],
      { template: template([log('x')], { parameters: { $ref: '#' } }) },
    ],
  ])(
    '%s is refused with 4xx and no path of the portal',
    async (_, steps, more = {}) => {
      const { status, text } = await dryRun(steps, more);
      expect([status, text]).toEqual([expect.any(Number), text]);
      expect([status >= 400 && status < 500, text]).toEqual([true, text]);
      expect(text).not.toMatch(
        /\/(tmp|work|home|root|usr)\/|node_modules|\bat .*:\d+:\d+/,
      );
    },
  );

  it('a service may not dry-run, whatever the policy', async () => {
    const { status } = await dryRun([log('x')]).set(
      'authorization',
      mockCredentials.service.header(),
    );
    expect(status).toBe(403);
  });

  async function run(ref: string, values: object, secrets = {}) {
    const created = await agent
      .post('/api/scaffolder/v2/tasks')
      .send({ templateRef: `template:default/${ref}`, values, secrets });
    if (created.status !== 201)
      return { status: created.status, text: '', state: '' };
    const { id } = created.body;
    const state = await until('the end of the task', async () => {
      const { body } = await agent.get(`/api/scaffolder/v2/tasks/${id}`);
      return ['failed', 'completed'].includes(body.status)
        ? body.status
        : undefined;
    });
    const { text } = await agent.get(`/api/scaffolder/v2/tasks/${id}/events`);
    return { status: created.status, state, text };
  }

  it('a task completes', async () => {
    const { state, text } = await run('t0', { text: 'you' });
    expect([state, text]).toEqual([
      'completed',
      expect.stringContaining('Hello you'),
    ]);
  });

  it('an action of another module runs in the portal, with the credentials of who started it', async () => {
    const { state, text } = await run(
      't4',
      { text: 'you' },
      { password: 'hunter2hunter2' },
    );
    expect([state, text]).toEqual(['completed', text]);
    for (const said of [
      'Working for you',
      'It was made you',
      'user:default/mock true hunter2hunter2',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('a task that waits is cancelled at once', async () => {
    const { body } = await agent
      .post('/api/scaffolder/v2/tasks')
      .send({ templateRef: 'template:default/t5', values: {} });
    const path = `/api/scaffolder/v2/tasks/${body.id}`;
    await until('the start of the step', async () => {
      const { text } = await agent.get(`${path}/events`);
      return text.includes('Beginning step') ? true : undefined;
    });
    await agent.post(`${path}/cancel`).send({}).expect(200);
    const ended = await until('the end of the step', async () => {
      const { text } = await agent.get(`${path}/events`);
      return text.includes('completion') ? true : undefined;
    });
    expect(ended).toBe(true);
  });

  it('a task with an exponential expression fails with the reason and blocks nobody', async () => {
    const task = run('t1', { text: TEXT });
    let done = false;
    void task.finally(() => {
      done = true;
    });
    let others = 0;
    while (!done) {
      await agent.get('/api/scaffolder/v2/templating-extensions').expect(200);
      others += 1;
    }
    const { state, text } = await task;
    expect(others).toBeGreaterThan(1);
    expect(state).toBe('failed');
    expect(text).toMatch(/without a pause and was stopped/);
  });

  it.each([
    ['t2', { text: TEXT }],
    ['t3', { list: Array.from({ length: 50_000 }, (_, i) => i) }],
  ])(
    'values for %s that take forever to check are refused',
    async (ref, values) => {
      const { status } = await run(ref, values);
      expect(status).toBe(400);
    },
  );
});
