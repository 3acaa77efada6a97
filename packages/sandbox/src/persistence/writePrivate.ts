import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

/**
 * Writes a file that only its owner may read: first beside it, then renamed, so
 * that whoever reads it finds either all of the old or all of the new text,
 * also after a crash in the middle.
 */
export function writePrivate(file: string, text: string): void {
  const bytes = Buffer.from(text);
  if (holds(file, bytes)) return;
  const part = `${file}.${process.pid}.part`;
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

/** True when the file has these bytes already: then there is nothing that a full disk could prevent. */
function holds(file: string, bytes: Buffer): boolean {
  try {
    if (statSync(file).size !== bytes.length) return false;
    if (!readFileSync(file).equals(bytes)) return false;
    chmodSync(file, 0o600);
    return true;
  } catch {
    return false;
  }
}
