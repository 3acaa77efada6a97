import { isObject, Json } from './raw/read';

/**
 * Gives a short tag for a value, keyed by the caller (for example the first
 * digits of an HMAC): the same value gives the same tag, so that a change is
 * seen, but the value cannot be found from it.
 */
export type Digest = (value: string) => string;

/** What stands in place of a value: `masked#<tag>`. */
export const masked = (value: string, digest: Digest) =>
  `masked#${digest(value)}`;

const SECRET_NAME =
  /pass(word|wd|phrase)?([^a-z]|$)|pwd([^a-z]|$)|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|auth(orization)?([^a-z]|$)|cookie|dsn([^a-z]|$)|connection[-_.]?string/i;

/** Forms that give a secret away whatever its name: key blocks, tokens of known makers, JWTs. */
const SECRET_VALUE =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[\w-]{20,}|\bxox[abpr]-[\w-]{10,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/;

/** User information of a URL: `//user:password@`. */
const URL_USER = /(\b[a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*:[^\s/@]+)@/gi;

/** `--password=x`, `DB_PASSWORD=x`, `-Dtoken=x` within a longer text. */
const ASSIGNMENT =
  /((?:--?)?[A-Za-z][\w.-]*)(=|:\s?)("[^"]*"|'[^']*'|(?:Bearer|Basic)\s+\S+|[^\s"'&;]+)/g;

const looksSecretName = (name: string) => SECRET_NAME.test(name);

/** Masks what looks like a secret inside a text and leaves the rest. */
function maskText(text: string, digest: Digest): string {
  if (SECRET_VALUE.test(text)) return masked(text, digest);
  return text
    .replace(
      URL_USER,
      (_, scheme: string, user: string) => `${scheme}${masked(user, digest)}@`,
    )
    .replace(ASSIGNMENT, (all, name: string, sign: string, value: string) =>
      looksSecretName(name) ? `${name}${sign}${masked(value, digest)}` : all,
    );
}

/** Words of a command line: also `--password x`, where the secret is the next word. */
function maskArguments(words: unknown[], digest: Digest): unknown[] {
  let secretNext = false;
  return words.map(word => {
    if (typeof word !== 'string') return word;
    if (secretNext && !word.startsWith('-')) {
      secretNext = false;
      return masked(word, digest);
    }
    secretNext =
      word.startsWith('-') && !word.includes('=') && looksSecretName(word);
    return maskText(word, digest);
  });
}

function maskMap(map: Json, digest: Digest): Json {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      return [
        name,
        looksSecretName(name) ? masked(value, digest) : maskText(value, digest),
      ];
    }),
  );
}

/** `env` entries: every literal value; references to Secrets and ConfigMaps stay, they hold no value. */
const maskEnv = (entries: unknown[], digest: Digest) =>
  entries.map(entry =>
    isObject(entry) && typeof entry.value === 'string'
      ? { ...entry, value: masked(entry.value, digest) }
      : entry,
  );

/** `httpHeaders` of probes: name and value pairs. */
const maskHeaders = (headers: unknown[], digest: Digest) =>
  headers.map(header =>
    isObject(header) &&
    typeof header.value === 'string' &&
    looksSecretName(String(header.name))
      ? { ...header, value: masked(header.value, digest) }
      : header,
  );

/**
 * A copy of a pod template (or of any part of one) in which every literal
 * value of an environment variable, and whatever looks like a secret in
 * annotations, labels, commands, arguments and headers, is replaced by
 * `masked#<tag>`. For views and records only: plans work on fresh objects.
 */
export function maskTemplate<T>(template: T, digest: Digest): T {
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) {
      if (key === 'env') return maskEnv(value, digest);
      if (key === 'args' || key === 'command') {
        return maskArguments(value, digest);
      }
      if (key === 'httpHeaders') return maskHeaders(value, digest);
      return value.map(item => walk(item, ''));
    }
    if (isObject(value)) {
      if (key === 'annotations' || key === 'labels') {
        return maskMap(value, digest);
      }
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name,
          walk(member, name),
        ]),
      );
    }
    return value;
  };
  return walk(template, '') as T;
}
