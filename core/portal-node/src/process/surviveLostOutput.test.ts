import { PassThrough, Writable } from 'node:stream';
import { surviveLostOutput } from './surviveLostOutput';

describe('surviveLostOutput', () => {
  it('takes the error of a stream that nobody reads', () => {
    const stream = new PassThrough();
    expect(() => stream.emit('error', new Error('EPIPE'))).toThrow('EPIPE');
    surviveLostOutput([stream]);
    expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
  });

  it('drops what a stopped reader does not take, and writes again when it does', async () => {
    const taken: string[] = [];
    let takes: (() => void) | undefined;
    const stream = new Writable({
      write(chunk, _encoding, done) {
        taken.push(String(chunk));
        takes = done;
      },
    });
    surviveLostOutput([stream], 100);
    for (let line = 0; line < 1_000; line += 1) stream.write(`${line}\n`);
    expect(stream.writableLength).toBeLessThan(110);
    // Whoever waits for a line that is dropped is not left waiting.
    await new Promise(resolve => stream.write('dropped\n', resolve));
    await new Promise(resolve => stream.write('dropped\n', 'utf8', resolve));

    while (stream.writableLength > 0) {
      takes?.();
      await new Promise(process.nextTick);
    }
    stream.write('after\n', 'utf8');
    expect(taken[0]).toBe('0\n');
    expect(taken).not.toContain('dropped\n');
    expect(taken[taken.length - 1]).toBe('after\n');
  });
});
