/** Gives what stands in place of a value that is not to be shown. */
export type Mask = (value: string) => string;

const SECRET_NAME =
  /pass(word|wd|phrase)?([^a-z]|$)|pwd([^a-z]|$)|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|auth(orization)?([^a-z]|$)|cookie|dsn([^a-z]|$)|connection[-_.]?string/i;

/** Names of fields that say where a secret is, or how it is handled, and hold none: `secretName`, `tokenPath`. */
const REFERENCE_NAME =
  /(name|names|namespace|ref|path|file|kind|type|class|policy|mode|url|uri)$/i;

/** Forms that give a secret away whatever its name: key blocks, tokens of known makers, JWTs. */
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[\w-]{20,}|\bxox[abpr]-[\w-]{10,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/;

/** User information of a URL: `//user:password@`. Bounded, as below: otherwise every letter of a long word is tried as the first. */
const URL_USER = /(\b[a-z][a-z0-9+.-]{0,100}:\/\/)([^\s/@:]*:[^\s/@]+)@/gi;

/** `--password=x`, `DB_PASSWORD=x`, `-Dtoken=x` within a longer text. */
const ASSIGNMENT =
  /((?:--?)?[A-Za-z][\w.-]{0,200})(=|:\s?)("[^"]*"|'[^']*'|(?:Bearer|Basic)\s+\S+|[^\s"'&;]+)/g;

/** Whether a variable, an argument or a header of this name is likely to hold a secret. */
export const looksSecretName = (name: string) => SECRET_NAME.test(name);

/** Whether a field of an object is likely to hold a secret itself, not to say where one is. */
export const looksSecretField = (name: string) =>
  looksSecretName(name) && !REFERENCE_NAME.test(name);

/** Masks what is a secret by its form: known tokens, and who signs in within a URL. */
export function maskForms(text: string, mask: Mask): string {
  if (SECRET_VALUE.test(text)) return mask(text);
  return text.replace(
    URL_USER,
    (_, scheme: string, user: string) => `${scheme}${mask(user)}@`,
  );
}

/** Masks what looks like a secret inside a text, by its form or by the name before it, and leaves the rest. */
export function maskText(text: string, mask: Mask): string {
  if (SECRET_VALUE.test(text)) return mask(text);
  return maskForms(text, mask).replace(
    ASSIGNMENT,
    (all, name: string, sign: string, value: string) =>
      looksSecretName(name) ? `${name}${sign}${mask(value)}` : all,
  );
}

/** Words of a command line: also `--password x`, where the secret is the next word. */
export function maskArguments(words: unknown[], mask: Mask): unknown[] {
  let secretNext = false;
  return words.map(word => {
    if (typeof word !== 'string') return word;
    if (secretNext && !word.startsWith('-')) {
      secretNext = false;
      return mask(word);
    }
    secretNext =
      word.startsWith('-') && !word.includes('=') && looksSecretName(word);
    return maskText(word, mask);
  });
}
