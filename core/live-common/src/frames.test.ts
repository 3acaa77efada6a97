import { createFrameReader, readFrame, readFrames } from './frames';
import { LiveFrame } from './types';

const bytes = (text: string) => new TextEncoder().encode(text);
const end = (id: string): LiveFrame => ({
  type: 'remove',
  id,
  resume: 'e:1',
  keys: [],
});
const [a, b] = [end('a'), end('b')].map(frame => JSON.stringify(frame));

describe('createFrameReader', () => {
  it.each<[string, string, string[]]>([
    ['one frame', `data: ${a}\n\n`, ['a']],
    ['two frames', `data: ${a}\n\ndata: ${b}\n\n`, ['a', 'b']],
    ['CRLF', `data: ${a}\r\n\r\ndata: ${b}\r\n\r\n`, ['a', 'b']],
    ['CR', `data: ${a}\r\rdata: ${b}\r\r:\n`, ['a', 'b']],
    ['comments', `: heartbeat\n\ndata: ${a}\n: x\n\n`, ['a']],
    ['no space after the colon', `data:${a}\n\n`, ['a']],
    ['an event without data', `event: x\n\ndata: ${a}\n\n`, ['a']],
    ['unknown fields', `retry: 5\nfoo: bar\ndata: ${a}\n\n`, ['a']],
    ['a byte order mark', `\ufeffdata: ${a}\n\n`, ['a']],
    ['a frame that is cut off', `data: ${a}\n\ndata: ${b}\n`, ['a']],
    ['a type that it does not know', 'data: {"type":"later"}\n\n', []],
    [
      'characters of several bytes',
      `data: ${JSON.stringify(end('80 % → größer 🚀'))}\n\n`,
      ['80 % → größer 🚀'],
    ],
  ])('reads %s, wherever it is cut', (_name, text, expected) => {
    const all = bytes(text);
    for (let size = 1; size <= all.length; size++) {
      const reader = createFrameReader();
      const got: LiveFrame[] = [];
      for (let at = 0; at < all.length; at += size) {
        got.push(...reader.push(all.subarray(at, at + size)));
      }
      expect(got.map(frame => 'id' in frame && frame.id)).toEqual(expected);
    }
  });

  it('reads JSON with the parser that it is given', () => {
    const reader = createFrameReader(json => JSON.parse(json.toLowerCase()));
    const [frame] = reader.push(bytes(`data: ${JSON.stringify(end('A'))}\n\n`));
    expect(frame).toMatchObject({ id: 'a' });
  });

  it('throws for what is no frame', () => {
    expect(() => createFrameReader().push(bytes('data: [1]\n\n'))).toThrow(
      'no frame',
    );
  });
});

describe('readFrame', () => {
  const item = { key: 'k', value: null };
  it.each<LiveFrame>([
    { type: 'hello', epoch: 'e', serverTime: 't' },
    { type: 'hello', epoch: 'e', serverTime: 't', expiresAt: 't' },
    {
      type: 'snapshot',
      id: 'a',
      resume: 'e:1',
      items: [item],
      freshness: [{ source: 's', state: 'stale', since: 't', reason: 'r' }],
    },
    { type: 'current', id: 'a', resume: 'e:1', freshness: [] },
    { type: 'upsert', id: 'a', resume: 'e:1', items: [item] },
    { type: 'remove', id: 'a', resume: 'e:1', keys: ['k'] },
    { type: 'freshness', id: 'a', freshness: [] },
    { type: 'failed', id: 'a', error: { name: 'E', message: 'm' } },
    { type: 'end', reason: 'shutdown' },
  ])('takes $type as it is', frame => {
    expect(readFrame(frame)).toBe(frame);
  });

  it.each([
    { type: 'hello' },
    { type: 'upsert', id: 'a', resume: 'e:1', items: [{ key: 'k' }] },
    { type: 'upsert', id: 'a', resume: 'e:1', items: [{ value: 1 }] },
    { type: 'snapshot', id: 'a', resume: 'e:1', items: {}, freshness: [] },
    { type: 'failed', id: 'a', error: 'message' },
    { type: 'end', reason: 'tired' },
  ])('refuses %j', frame => {
    expect(() => readFrame(frame)).toThrow('cannot be read');
  });
});

describe('readFrames', () => {
  it('reads a stream of bytes', async () => {
    async function* chunks() {
      yield bytes('da');
      yield bytes(`ta: ${a}\n`);
      yield bytes(`\ndata: ${b}\n\n`);
    }
    const got: LiveFrame[] = [];
    for await (const frame of readFrames(chunks())) got.push(frame);
    expect(got).toEqual([end('a'), end('b')]);
  });
});
