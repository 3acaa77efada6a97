import { createSseParser, parseSse, SseMessage } from './sse';

const bytes = (text: string) => new TextEncoder().encode(text);

const data = (messages: SseMessage[]) => messages.map(one => one.data);

describe('createSseParser', () => {
  it.each<[string, string, string[]]>([
    ['one event', 'data: a\n\n', ['a']],
    ['two events', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['comments', ': heartbeat\n\ndata: a\n: x\n\n', ['a']],
    ['lines of data are joined', 'data: a\ndata: b\n\n', ['a\nb']],
    ['one leading space is dropped', 'data:  a\n\ndata:b\n\n', [' a', 'b']],
    ['an event without data is dropped', 'event: x\n\ndata: a\n\n', ['a']],
    ['a field without colon', 'data\n\n', ['']],
    ['unknown fields', 'retry: 5\nfoo: bar\ndata: a\n\n', ['a']],
    ['a byte order mark', '\ufeffdata: a\n\n', ['a']],
    ['an event that is cut off', 'data: a\n\ndata: b\n', ['a']],
    [
      'characters of several bytes',
      'data: 80 % → größer 🚀\n\n',
      ['80 % → größer 🚀'],
    ],
  ])('reads %s, wherever it is cut', (_name, text, expected) => {
    const all = bytes(text);
    for (let size = 1; size <= all.length; size++) {
      const parser = createSseParser();
      const got: SseMessage[] = [];
      for (let at = 0; at < all.length; at += size) {
        got.push(...parser.push(all.subarray(at, at + size)));
      }
      expect(data(got)).toEqual(expected);
    }
  });

  it('gives the name and the id of an event and forgets them after it', () => {
    const got = createSseParser().push(
      bytes('event: change\nid: 7\ndata: a\n\ndata: b\n\n'),
    );
    expect(got).toEqual([
      { event: 'change', id: '7', data: 'a' },
      { event: 'message', data: 'b' },
    ]);
  });
});

describe('parseSse', () => {
  it('reads a stream of bytes', async () => {
    async function* chunks() {
      yield bytes('da');
      yield bytes('ta: a\n');
      yield bytes('\ndata: b\n\n');
    }
    const got: SseMessage[] = [];
    for await (const message of parseSse(chunks())) got.push(message);
    expect(data(got)).toEqual(['a', 'b']);
  });
});
