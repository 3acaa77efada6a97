import { Backoff, between } from './Backoff';
import { worstFreshness } from './KindWatch';
import { LineSplitter } from './ndjson';
import { ReflectorState } from './Reflector';
import { parseListPage, parseWatchLine } from './wire';

const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };

describe('LineSplitter', () => {
  const text = '{"a":"größe"}\n\n{"b":"注文 🚢"}\r\n{"c":1}\n';
  const lines = ['{"a":"größe"}', '{"b":"注文 🚢"}', '{"c":1}'];
  const bytes = Buffer.from(text, 'utf8');

  it.each([1, 2, 3, 5, 7, bytes.length])(
    'gives the same lines in chunks of %d bytes',
    size => {
      const splitter = new LineSplitter();
      const found: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        found.push(...splitter.push(bytes.subarray(at, at + size)));
      }
      expect(found).toEqual(lines);
    },
  );

  it('keeps an unfinished line to itself', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Buffer.from('{"a":'))).toEqual([]);
    expect(splitter.push(Buffer.from('1}\n{'))).toEqual(['{"a":1}']);
  });

  it('refuses a line that is too long', () => {
    const splitter = new LineSplitter(8);
    expect(splitter.push(Buffer.from('12345678\n'))).toEqual(['12345678']);
    splitter.push(Buffer.from('1234'));
    expect(() => splitter.push(Buffer.from('56789'))).toThrow(
      'longer than 8 bytes',
    );
  });
});

describe('Backoff', () => {
  it('doubles its limit up to the cap, with full jitter, until it is reset', () => {
    let random = 0.999999;
    const backoff = new Backoff({
      baseMs: 250,
      capMs: 30_000,
      random: () => random,
    });
    const delays = Array.from({ length: 9 }, () => backoff.next());
    expect(delays).toEqual([
      249, 499, 999, 1999, 3999, 7999, 15999, 29999, 29999,
    ]);
    random = 0;
    expect(backoff.next()).toBe(0);
    random = 0.5;
    backoff.reset();
    expect(backoff.next()).toBe(125);
  });

  it.each([
    [0, 30_000],
    [0.5, 45_000],
    [0.999999, 59_999],
  ])('between two bounds, random %d gives %d', (random, delay) => {
    expect(between([30_000, 60_000], () => random)).toBe(delay);
  });
});

describe('parseWatchLine', () => {
  const object = { metadata: { name: 'a', resourceVersion: '7' } };

  it.each(['ADDED', 'MODIFIED', 'DELETED'])('reads %s', type => {
    expect(parseWatchLine(JSON.stringify({ type, object }), pods)).toEqual({
      type,
      object: { ...object, apiVersion: 'v1', kind: 'Pod' },
      resourceVersion: '7',
    });
  });

  it('reads bookmarks and errors', () => {
    expect(
      parseWatchLine(JSON.stringify({ type: 'BOOKMARK', object }), pods),
    ).toEqual({ type: 'BOOKMARK', resourceVersion: '7' });
    expect(
      parseWatchLine('{"type":"ERROR","object":{"code":410}}', pods),
    ).toEqual({ type: 'ERROR', code: 410 });
  });

  it.each(['nonsense', '[]', '{}', '{"type":"ADDED"}', '{"type":"OTHER"}'])(
    'refuses %s',
    line => {
      expect(() => parseWatchLine(line, pods)).toThrow('A line of the watch');
    },
  );
});

describe('parseListPage', () => {
  it('fills in the kind and reads the continue token', () => {
    expect(
      parseListPage(
        {
          metadata: { resourceVersion: '9', continue: 'more' },
          items: [{ metadata: { name: 'a' } }],
        },
        { ...pods, group: 'g.io' },
      ),
    ).toEqual({
      items: [{ metadata: { name: 'a' }, apiVersion: 'g.io/v1', kind: 'Pod' }],
      resourceVersion: '9',
      continue: 'more',
    });
  });

  it('knows the last page', () => {
    expect(
      parseListPage({ metadata: { continue: '' }, items: [] }, pods),
    ).toEqual({ items: [], resourceVersion: '' });
  });

  it.each([undefined, {}, { items: [] }, { metadata: {}, items: {} }])(
    'refuses %j',
    body => {
      expect(() => parseListPage(body, pods)).toThrow('not a Kubernetes list');
    },
  );
});

describe('worstFreshness', () => {
  const now = new Date('2026-01-01T12:00:00Z');
  const live: ReflectorState = { state: 'live' };
  const stale: ReflectorState = {
    state: 'stale',
    reason: 'cut',
    lastCurrent: new Date('2026-01-01T11:00:00Z'),
  };
  const refused: ReflectorState = { state: 'refused', reason: 'no' };
  const missing: ReflectorState = { state: 'not-installed', reason: 'none' };

  it.each<
    [Array<ReflectorState | undefined>, string, string, string | undefined]
  >([
    [[undefined], 'connecting', '12:00', undefined],
    [[live, live], 'live', '12:00', undefined],
    [[live, undefined], 'connecting', '12:00', undefined],
    [[live, stale], 'stale', '11:00', 'cut'],
    [[stale, refused, live], 'refused', '12:00', 'no'],
    [[live, missing], 'not-installed', '12:00', 'none'],
  ])('%j is %s since %s', (states, state, time, reason) => {
    expect(worstFreshness('gke', 'pods', states, now)).toEqual({
      cluster: 'gke',
      resource: 'pods',
      state,
      since: `2026-01-01T${time}:00.000Z`,
      ...(reason && { reason }),
    });
  });
});
