import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { compressedSink, TextBlocks } from './compressed';

const long = (word: string) =>
  `data: ${`${word} größe 注文 `.repeat(5_000)}\n\n`;

/** A viewer's stream, and what it has been sent. */
function viewer(blocks = new TextBlocks()) {
  const sent: Buffer[] = [];
  const sink = compressedSink(
    {
      write: bytes => sent.push(bytes) < 3,
      on: () => {},
      end: bytes => sent.push(bytes),
      destroy: () => {},
    },
    blocks,
  );
  return {
    sink,
    sent,
    text: () => inflateRawSync(Buffer.concat(sent)).toString(),
  };
}

describe('compressedSink', () => {
  it('is one stream of short and long texts, whatever their order', () => {
    const { sink, text } = viewer();
    const texts = ['data: 1\n\n', long('a'), ': heartbeat\n\n', long('b'), ''];
    texts.forEach(one => sink.write(one));
    sink.end();
    expect(text()).toBe(texts.join(''));
  });

  it('lets each text be read as soon as it is written', async () => {
    const { sink, sent } = viewer();
    const reader = createInflateRaw();
    const read = (): Promise<string> =>
      new Promise(resolve =>
        reader.once('data', bytes => resolve(String(bytes))),
      );
    for (const text of ['data: 1\n\n', 'data: 2\n\n']) {
      const next = read();
      sink.write(text);
      reader.write(sent.at(-1));
      expect(await next).toBe(text);
    }
    reader.destroy();
  });

  it('makes a long text small, once for all viewers', () => {
    const blocks = new TextBlocks();
    const [one, other] = [viewer(blocks), viewer(blocks)];
    const text = long('a');
    one.sink.write(text);
    other.sink.write(text);
    expect(one.sent[0].length).toBeLessThan(text.length / 20);
    expect(other.sent[0]).toBe(one.sent[0]);
  });

  it('keeps only the last long texts', () => {
    const blocks = new TextBlocks(1);
    const before = blocks.of(long('a'));
    blocks.of(long('b'));
    expect(blocks.of(long('a'))).not.toBe(before);
  });

  it('passes on that the reader is behind', () => {
    const { sink } = viewer();
    expect([1, 2, 3].map(n => sink.write(`data: ${n}\n\n`))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('never looks like a stream with a zlib header, which it has not', () => {
    const blocks = new TextBlocks();
    for (const text of ['data: 1\n\n', long('a')]) {
      expect(blocks.of(text)[0] % 16).not.toBe(8);
    }
  });
});
