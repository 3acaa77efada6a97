import {
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/**
 * Writes a file that only its owner may read: first beside it, then renamed, so
 * that whoever reads it finds either all of the old or all of the new text,
 * also after a crash in the middle.
 */
export function writePrivate(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  const bytes = Buffer.from(text);
  const handle = openSync(part, 'w', 0o600);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(part, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(part, file);
}
