import { InputError } from '@backstage/errors';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';

const idOf = (key: Buffer) =>
  createHash('sha256').update(key).digest('hex').slice(0, 16);

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Something encrypted, with the key that it was encrypted by. */
export interface Sealed {
  /** First digits of the SHA-256 of the key: says which it is, and nothing about it. */
  keyId: string;
  /** Base64 of nonce, tag and text. */
  body: string;
}

/** Encrypts with the first of its keys, and reads what any of them has encrypted. Keys are in no message. */
export class KeyRing {
  readonly #keys = new Map<string, Buffer>();
  readonly #first: string;

  /**
   * @param keys - 32 bytes each, as base64
   * @throws InputError when there is none, or one is not 32 bytes long
   */
  constructor(keys: readonly string[]) {
    for (const [index, text] of keys.entries()) {
      const key = Buffer.from(text, 'base64');
      if (key.length !== 32) {
        throw new InputError(
          `Encryption key ${index + 1} must be 32 bytes, as base64`,
        );
      }
      this.#keys.set(idOf(key), key);
    }
    const [first] = this.#keys.keys();
    if (!first) throw new InputError('There is no encryption key');
    this.#first = first;
  }

  /** Id of the key that encrypts. */
  get currentKeyId(): string {
    return this.#first;
  }

  /** A new key, as base64. */
  static generate(): string {
    return randomBytes(32).toString('base64');
  }

  /**
   * Encrypts.
   *
   * @param context - what it belongs to: it is read only with the same
   */
  seal(content: Buffer, context: string): Sealed {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#keyOf(this.#first), iv);
    cipher.setAAD(Buffer.from(context, 'utf8'));
    const text = Buffer.concat([cipher.update(content), cipher.final()]);
    return {
      keyId: this.#first,
      body: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64'),
    };
  }

  /**
   * Decrypts.
   *
   * @throws InputError when its key is not there any more, or it was changed
   */
  open({ keyId, body }: Sealed, context: string): Buffer {
    const bytes = Buffer.from(body, 'base64');
    const decipher = createDecipheriv(
      ALGORITHM,
      this.#keyOf(keyId),
      bytes.subarray(0, IV_BYTES),
    );
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
    } catch {
      throw new InputError('What is kept encrypted was changed');
    }
  }

  #keyOf(id: string): Buffer {
    const key = this.#keys.get(id);
    if (!key) {
      throw new InputError(
        `The encryption key ${id} is not configured any more`,
      );
    }
    return key;
  }
}
