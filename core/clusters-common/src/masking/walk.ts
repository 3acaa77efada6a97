import {
  looksSecretField,
  looksSecretName,
  Mask,
  maskArguments,
  maskForms,
  maskText,
} from './text';

type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a walk through an object does besides masking what looks like a secret. */
export interface WalkOptions {
  mask: Mask;
  /** Decides over one annotation before the other rules do: true masks all of it. */
  hideAnnotation?: (name: string, value: string) => boolean;
  /** Fields that are left out wherever they stand. */
  drop?: ReadonlySet<string>;
}

/** Annotations and labels: by name, or the parts of the text that look like a secret. */
function maskMap(map: Json, { mask, hideAnnotation }: WalkOptions): Json {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      if (looksSecretName(name) || hideAnnotation?.(name, value)) {
        return [name, mask(value)];
      }
      return [name, maskText(value, mask)];
    }),
  );
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** `env` entries: every literal value; references to Secrets and ConfigMaps stay, they hold no value. */
const maskEnv = (entries: unknown[], mask: Mask) =>
  entries.map(entry =>
    isObject(entry) && isScalar(entry.value)
      ? { ...entry, value: mask(String(entry.value)) }
      : entry,
  );

/** An environment as custom resources have it: values by name. */
const maskEnvMap = (values: Json, options: WalkOptions) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isScalar(value)
        ? options.mask(String(value))
        : walk(value, name, options),
    ]),
  );

/** Pairs of a name and a value, such as headers of probes and arguments of an analysis. */
const isSecretPair = (value: Json): value is Json & { value: string } =>
  typeof value.value === 'string' &&
  [value.name, value.key].some(
    name => typeof name === 'string' && looksSecretName(name),
  );

const PROSE = new Set(['message', 'command', 'args']);

function walkString(value: string, key: string, mask: Mask): string {
  if (looksSecretField(key)) return mask(value);
  // Prose and documents name their secrets themselves; images and selectors look alike and are none.
  return PROSE.has(key) || value.includes('\n')
    ? maskText(value, mask)
    : maskForms(value, mask);
}

/** A copy of a JSON value with what looks like a secret masked; `key` is the name of the field that holds it. */
export function walk(
  value: unknown,
  key: string,
  options: WalkOptions,
): unknown {
  const { mask, drop } = options;
  if (typeof value === 'string') return walkString(value, key, mask);
  if (Array.isArray(value)) {
    if (key === 'env') return maskEnv(value, mask);
    if (key === 'args' || key === 'command') {
      return maskArguments(
        value.map(item => (isObject(item) ? walk(item, '', options) : item)),
        mask,
      );
    }
    return value.map(item => walk(item, '', options));
  }
  if (!isObject(value)) return value;
  if (key === 'annotations' || key === 'labels') return maskMap(value, options);
  if (key === 'env') return maskEnvMap(value, options);
  const masked = isSecretPair(value)
    ? { ...value, value: mask(value.value) }
    : value;
  return Object.fromEntries(
    Object.entries(masked)
      .filter(([name]) => !drop?.has(name))
      .map(([name, member]) => [name, walk(member, name, options)]),
  );
}
