/**
 * The portal's search of log lines on the sandbox's logs and, where
 * SLIPWAY_OPENSEARCH names the program (`build --with opensearch` of
 * tools/real-stack), on a real OpenSearch that holds the same documents: each
 * page must be the same.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { LogsService } from '@slipway/plugin-observability-backend/readers';
import {
  LogCursor,
  LogFilter,
  LogPage,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import { createLogsServer } from '../src/modules/logs';
import { BAD, NOW, START } from '../src/modules/logs/__testUtils__/badCanary';
import { documentsOf } from '../src/modules/logs/documents';
import { MAPPING, OpenSearch, startOpenSearch } from './openSearch';

const INDEX = 'filebeat-2026.05.04';
const NAMESPACE = 'ecommerce';
const RANGE = { from: START, to: NOW };
const PLACE: ObservedPlace = {
  cluster: 'gke-prod',
  namespace: NAMESPACE,
  workload: 'order-service',
  kind: 'Rollout',
  environment: 'prod',
  metrics: true,
  logs: true,
  stable: '7b9d',
  canary: '5c8f',
};
const ALL: LogFilter = { side: 'all' };

interface Asked {
  place?: Partial<ObservedPlace>;
  filter?: LogFilter;
  range?: { from: number; to: number };
  size?: number;
  after?: LogCursor;
}

/** Reads lines of one store as the portal does. */
function readerOf(
  url: string,
  more: {
    index?: string;
    fixed?: Record<string, string>;
    deadlineMs?: number;
  } = {},
) {
  const { index = 'filebeat-*', fixed = {}, deadlineMs = 10_000 } = more;
  const logs = { url, index, headers: {}, fixed, maskEmails: true, deadlineMs };
  const service = new LogsService(
    new Map([['gke-prod', { logs, eureka: [] }]]),
    () => NOW,
  );
  return {
    read: ({
      place,
      filter = ALL,
      range = RANGE,
      size = 500,
      after: cursor,
    }: Asked = {}) =>
      service.read({ ...PLACE, ...place }, filter, {
        range,
        size,
        ...(cursor ? { after: cursor } : {}),
      }),
    close: () => service.close(),
  };
}
type Reader = ReturnType<typeof readerOf>;

/** A page without the name of the index. */
const pageOf = ({ lines, next, partial }: LogPage) => ({
  lines: lines.map(line => ({ ...line, id: line.id.replace(/^.*\//, '') })),
  next,
  partial,
});

/** What is asked, and how many lines there must be; undefined: some. */
const QUESTIONS: ReadonlyArray<[what: string, asked: Asked, count?: number]> = [
  ['all lines of a workload', {}],
  ['lines of stable', { filter: { side: 'stable' } }],
  ['lines of the canary', { filter: { side: 'canary' } }],
  [
    'lines of a canary that there is not',
    { place: { canary: undefined }, filter: { side: 'canary' } },
    0,
  ],
  ['errors', { filter: { side: 'all', level: 'ERROR' } }, 7],
  ['warnings and worse', { filter: { side: 'all', level: 'WARN' } }],
  ['errors of stable', { filter: { side: 'stable', level: 'ERROR' } }, 0],
  [
    'words next to each other',
    { filter: { side: 'all', text: 'Call of USER-service' } },
    1,
  ],
  [
    'words that are apart',
    { filter: { side: 'all', text: 'user-service of call' } },
    0,
  ],
  ['a part of a word', { filter: { side: 'all', text: 'servl' } }, 0],
  ['a name with dots', { filter: { side: 'all', text: 'Servlet.service()' } }],
  [
    'the end of a name with dots',
    { filter: { side: 'all', text: 'service() for servlet' } },
    0,
  ],
  [
    'what would be a query',
    { filter: { side: 'all', text: '" OR *:* OR "' } },
    0,
  ],
  ['a part of the time', { range: { from: START + 5_000, to: START + 9_000 } }],
  ['a time before', { range: { from: START - 9_000, to: START - 5_000 } }, 0],
  ['another namespace', { place: { namespace: 'other' } }, 0],
  [
    'a workload whose name is the start of another',
    { place: { workload: 'order' } },
    0,
  ],
  ['a workload whose name is a pattern', { place: { workload: '.*' } }, 0],
  ['a page of three', { size: 3 }, 3],
];

/** What holds on both. */
function questions(reader: () => Reader) {
  for (const [what, asked, count] of QUESTIONS) {
    it(what, async () => {
      const { lines, partial } = await reader().read(asked);
      assert.equal(partial, undefined);
      if (count === undefined) assert.ok(lines.length > 0, 'no lines');
      else assert.equal(lines.length, count);
    });
  }

  it('continues behind a page, with nothing twice and nothing left out', async () => {
    const whole = await reader().read();
    const paged: string[] = [];
    for (let cursor: LogCursor | undefined, pages = 0; ; pages += 1) {
      assert.ok(pages < 500, 'pages without an end');
      const page = await reader().read({ size: 7, after: cursor });
      paged.push(...page.lines.map(({ id }) => id));
      cursor = page.next;
      if (!cursor) break;
    }
    assert.deepEqual(
      paged,
      whole.lines.map(({ id }) => id),
    );
    assert.equal(new Set(paged).size, paged.length);
  });
}

describe('log lines', () => {
  const server = createLogsServer([BAD], () => NOW);
  let sandbox: Reader | undefined;
  let absent: Reader | undefined;
  let nothing: Reader | undefined;
  const simulated = () => {
    assert.ok(sandbox, 'the sandbox has no logs');
    return sandbox;
  };

  before(async () => {
    const { url } = await server.listen(0);
    sandbox = readerOf(`${url}/gke-prod`);
    absent = readerOf(`${url}/gke-prod`, { index: 'absent' });
    nothing = readerOf(`${url}/gke-prod`, { index: 'absent-*' });
  });
  after(async () => {
    await Promise.all([sandbox, absent, nothing].map(one => one?.close()));
    await server.close();
  });

  describe('on the sandbox', () => {
    questions(simulated);
    refusals(
      () => absent,
      () => nothing,
    );
  });

  const program = process.env.SLIPWAY_OPENSEARCH;
  if (program) onOpenSearch(program, simulated);
});

/** An index that there is not is an error, a pattern that nothing has the name of finds nothing. */
function refusals(
  absent: () => Reader | undefined,
  nothing: () => Reader | undefined,
) {
  it('a missing index', async () => {
    const reader = absent();
    assert.ok(reader);
    await assert.rejects(reader.read(), {
      name: 'ServiceUnavailableError',
      message:
        'The log store of cluster gke-prod cannot be asked: it has no index of that name',
    });
  });

  it('a pattern without an index', async () => {
    assert.deepEqual((await nothing()?.read())?.lines, []);
  });
}

function onOpenSearch(program: string, simulated: () => Reader) {
  describe('on OpenSearch', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-opensearch-'));
    let server: OpenSearch | undefined;
    const opened: Reader[] = [];
    const started = () => {
      assert.ok(server, 'OpenSearch did not start');
      return server;
    };
    const open = (more: Parameters<typeof readerOf>[1] = {}) => {
      const reader = readerOf(started().url, more);
      opened.push(reader);
      return reader;
    };
    const documents = documentsOf(BAD, {
      namespace: NAMESPACE,
      from: START,
      to: NOW + 1,
    });
    const [first] = documents;
    let reader: Reader | undefined;
    const real = () => {
      assert.ok(reader, 'OpenSearch did not start');
      return reader;
    };

    before(async () => {
      server = await startOpenSearch(program, folder);
      await server.makeIndex(INDEX, MAPPING);
      await server.write(INDEX, documents);
      reader = open();
    });
    after(async () => {
      await Promise.all(opened.map(one => one.close()));
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    questions(real);
    refusals(
      () => open({ index: 'absent' }),
      () => open({ index: 'absent-*' }),
    );

    for (const [what, asked] of QUESTIONS) {
      it(`is the same on the sandbox: ${what}`, async () => {
        assert.deepEqual(
          pageOf(await simulated().read(asked)),
          pageOf(await real().read(asked)),
        );
      });
    }

    it('finds the lines of one cluster in an index of several', async () => {
      const field = 'orchestrator.cluster.name';
      const own = await open({ fixed: { [field]: 'gke-prod' } }).read();
      const other = await open({ fixed: { [field]: 'eks-prod' } }).read();
      assert.ok(own.lines.length > 0);
      assert.deepEqual(other.lines, []);
    });

    it('shows no secret that stands in a document', async () => {
      await started().makeIndex('secrets-1', MAPPING);
      const source = { ...first.source, message: 'login password=hunter2 ok' };
      await started().write('secrets-1', [{ id: 'a', source }]);
      const { lines } = await open({ index: 'secrets-*' }).read();
      assert.equal(lines.length, 1);
      assert.equal(lines[0].masked, 1);
      assert.doesNotMatch(JSON.stringify(lines), /hunter2/);
    });

    it('finds nothing where a field has another mapping, and fails for none', async () => {
      const mappings = {
        properties: {
          '@timestamp': { type: 'date' },
          kubernetes: { type: 'object', enabled: false },
          log: { type: 'object', enabled: false },
        },
      };
      await started().makeIndex('unmapped-1', mappings);
      await started().write('unmapped-1', [first]);
      const { lines, partial } = await open({ index: 'unmapped-*' }).read();
      assert.deepEqual(lines, []);
      assert.equal(partial, undefined);
    });

    it('says that a search is refused where the time is a text', async () => {
      const mappings = { properties: { '@timestamp': { type: 'text' } } };
      await started().makeIndex('texts-1', mappings);
      await started().write('texts-1', [first]);
      await assert.rejects(open({ index: 'texts-*' }).read(), {
        name: 'ServiceUnavailableError',
        message:
          /^The log store of cluster gke-prod cannot be asked: it answered 400 \([a-z_]+\)$/,
      });
    });

    it('has the lines of the shards that answer, and says that others did not', async () => {
      const { lines, partial } = await open({
        index: `${INDEX},texts-1`,
      }).read();
      assert.ok(lines.length > 0);
      assert.equal(partial, true);
    });

    it('says that a store answers too slowly, and reads it when it answers again', async () => {
      const slow = open({ deadlineMs: 1_000 });
      server?.hold(true);
      try {
        await assert.rejects(slow.read(), {
          name: 'ServiceUnavailableError',
          message: /^The log store of cluster gke-prod cannot be asked: /,
        });
      } finally {
        server?.hold(false);
      }
      assert.ok((await real().read()).lines.length > 0);
    });
  });
}
