import { Writable } from 'node:stream';

/** What may wait for a reader that is slow or stopped, bytes. */
const MAX_WAITING = 8 * 1024 * 1024;

/**
 * Lets this process run on when nobody takes its output any more.
 *
 * The reader of a pipe is gone, a terminal is closed, the disk under a file is
 * full: without a listener such an error is an uncaught exception, of which the
 * logger writes a line, which fails again, for ever. A reader that is stopped
 * takes nothing either: what waits for it would grow without end. Lines that
 * cannot be written are lost; the next one is tried again.
 */
export function surviveLostOutput(
  streams: readonly Writable[] = [process.stdout, process.stderr],
  maxWaiting = MAX_WAITING,
): void {
  for (const stream of streams) {
    stream.on('error', () => {});
    const write = stream.write.bind(stream);
    const writeOrDrop: Writable['write'] = (
      chunk: unknown,
      ...rest: unknown[]
    ) => {
      if (stream.writableLength < maxWaiting) {
        return Reflect.apply(write, stream, [chunk, ...rest]);
      }
      const done = rest.find(one => typeof one === 'function');
      if (typeof done === 'function') process.nextTick(done);
      return false;
    };
    stream.write = writeOrDrop;
  }
}
