import {
  close,
  existsSync,
  fstatSync,
  mkdirSync,
  open,
  renameSync,
  write,
} from 'node:fs';
import { dirname, relative } from 'node:path';
import { promisify } from 'node:util';
import { Writable } from 'node:stream';
import { ROOT } from './paths.mjs';
import { say } from './say.mjs';

const openFile = promisify(open);
const closeFile = promisify(close);
const writeFile = promisify(write);

/** Characters of the end that are kept in memory: to be shown also when nothing could be written. */
const TAIL = 64_000;
/** The file is put aside at this size; the one before it is deleted. */
const MAX_BYTES = 20 * 1024 * 1024;
/** How long nothing is tried after a failure. */
const RETRY_MS = 1_000;

/** What went wrong with a file, in words. */
export function diskProblem(error) {
  return (
    {
      ENOSPC: 'the disk is full',
      EDQUOT: 'the disk quota is used up',
      EROFS: 'the disk is read-only',
      EACCES: 'it may not be written',
    }[error?.code] ?? `${error?.code ?? error?.message ?? error}`
  );
}

/**
 * The log of a program. Its stream never fails and never holds up whoever
 * writes: what cannot be written is left out, which is said on the terminal
 * once, and in the log when there is space again.
 */
export class LogFile extends Writable {
  #path;
  #file;
  #size = 0;
  #lost = 0;
  #retryAt = 0;
  #maxBytes;
  #say;
  #write;
  /** The last of what the program said. */
  tail = '';

  /**
   * @param {string} path the log of an earlier run is kept as `<path>.1`
   * @param {{maxBytes?: number, say?: (line: string) => void,
   *   write?: (file: number, bytes: Buffer) => Promise<number>}} [options] `write`: for tests
   */
  constructor(path, options = {}) {
    super({ decodeStrings: true });
    this.#path = path;
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
    this.#say = options.say ?? say;
    this.#write =
      options.write ??
      (async (file, bytes) => (await writeFile(file, bytes)).bytesWritten);
  }

  _write(chunk, _encoding, done) {
    this.tail = (this.tail + chunk.toString()).slice(-TAIL);
    this.#keep(chunk).then(
      () => done(),
      error => {
        this.#failed(error, chunk.length);
        done();
      },
    );
  }

  _final(done) {
    const file = this.#file;
    if (file === undefined) done();
    else
      closeFile(file).then(
        () => done(),
        () => done(),
      );
  }

  async #keep(chunk) {
    if (Date.now() < this.#retryAt) {
      this.#lost += chunk.length;
      return;
    }
    if (this.#file === undefined) await this.#open();
    else if (this.#size > this.#maxBytes) {
      await closeFile(this.#file);
      this.#file = undefined;
      await this.#open();
    }
    if (this.#lost > 0) {
      await this.#writeAll(
        Buffer.from(
          `\n[${
            this.#lost
          } bytes are missing here: they could not be written]\n`,
        ),
      );
      this.#lost = 0;
      this.#say(`  · ${this.#name} is written again.`);
    }
    await this.#writeAll(chunk);
  }

  async #open() {
    mkdirSync(dirname(this.#path), { recursive: true });
    if (existsSync(this.#path)) renameSync(this.#path, `${this.#path}.1`);
    this.#file = await openFile(this.#path, 'a');
    this.#size = fstatSync(this.#file).size;
  }

  async #writeAll(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const written = await this.#write(this.#file, bytes.subarray(at));
      at += written;
      this.#size += written;
    }
  }

  #failed(error, bytes) {
    if (this.#lost === 0) {
      this.#say(
        `  ! ${this.#name} is not written: ${diskProblem(
          error,
        )}. Free space; nothing else stops for it.`,
      );
    }
    this.#lost += bytes;
    this.#retryAt = Date.now() + RETRY_MS;
  }

  get #name() {
    const name = relative(ROOT, this.#path);
    return name.startsWith('..') ? this.#path : name;
  }
}
