import { ServiceUnavailableError } from '@backstage/errors';

const NEWLINE = 0x0a;

/**
 * Splits a byte stream into lines. Works on bytes, so that a chunk may end
 * anywhere, also inside a multi-byte character. Empty lines are skipped.
 */
export class LineSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  /** @param maxLineBytes - a longer line is an error, so that a broken server cannot fill the memory */
  constructor(private readonly maxLineBytes: number = 32 * 1024 * 1024) {}

  /**
   * Lines that this chunk completes.
   *
   * @throws ServiceUnavailableError when a line is longer than allowed
   */
  push(chunk: Uint8Array): string[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: string[] = [];
    let start = 0;
    for (
      let end = bytes.indexOf(NEWLINE);
      end >= 0;
      end = bytes.indexOf(NEWLINE, start)
    ) {
      this.#keep(bytes.subarray(start, end));
      const line = Buffer.concat(this.#pending).toString('utf8').trim();
      if (line !== '') {
        lines.push(line);
      }
      this.#pending = [];
      this.#pendingBytes = 0;
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
    return lines;
  }

  #keep(bytes: Buffer) {
    if (bytes.length === 0) {
      return;
    }
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > this.maxLineBytes) {
      throw new ServiceUnavailableError(
        `A line of the watch is longer than ${this.maxLineBytes} bytes`,
      );
    }
    this.#pending.push(bytes);
  }
}
