import { HIDDEN, maskText } from '@slipway/plugin-clusters-common';

/** Shorter secrets are not looked for: they would hide half of every log. */
const SHORTEST = 4;
/** A line that is longer is given in pieces. */
const LONGEST_LINE = 64 * 1024;

/**
 * The texts that give a secret away: itself, each of its lines, and as it
 * stands in JSON, in an address and in base64. Longest first.
 */
export function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(secret => {
    const lines = secret.split(/\r?\n/).map(line => line.trim());
    return [secret, ...lines].flatMap(text => [
      text,
      JSON.stringify(text).slice(1, -1),
      encodeURIComponent(text),
      base64Of(text),
    ]);
  });
  return [...new Set(forms)]
    .filter(form => form.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
}

function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes.subarray(0, 8_192)));
}

/** A text with every form of the secrets, and what looks like one, hidden. */
export function maskSecrets(text: string, forms: readonly string[]): string {
  const known = forms.reduce(
    (masked, form) => masked.split(form).join(HIDDEN),
    text,
  );
  return known
    .split('\n')
    .map(line => maskText(line, () => HIDDEN))
    .join('\n');
}

/**
 * Masks a log while it is written. What is not a whole line yet is held back,
 * so that a secret which is split over two chunks is found.
 */
export class StreamMasker {
  readonly #forms: string[];
  #held = '';

  constructor(secrets: readonly string[]) {
    this.#forms = formsOf(secrets);
  }

  /** What may be written now of what has come in so far. */
  push(chunk: string): string {
    this.#held += chunk;
    const end = this.#held.lastIndexOf('\n') + 1;
    if (end > 0) return this.#give(end);
    if (this.#held.length <= LONGEST_LINE) return '';
    // The longest secret may have come in by half.
    const keep = Math.max(1024, this.#forms[0]?.length ?? 0);
    const masked = maskSecrets(this.#held, this.#forms);
    this.#held = masked.slice(-keep);
    return masked.slice(0, -keep);
  }

  /** The rest, when nothing more comes in. */
  end(): string {
    return this.#give(this.#held.length);
  }

  #give(end: number): string {
    const whole = this.#held.slice(0, end);
    this.#held = this.#held.slice(end);
    return maskSecrets(whole, this.#forms);
  }
}
