/**
 * Lets this process run on when nobody takes its output any more: the reader
 * of a pipe is gone, a terminal is closed, the disk under a file is full. Without
 * a listener such an error is an uncaught exception, of which the logger writes a
 * line, which fails again, for ever. Lines that cannot be written are lost.
 */
export function surviveLostOutput(
  streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) stream.on('error', () => {});
}
