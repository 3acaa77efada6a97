import {
  HIDDEN,
  looksSecretField,
  maskText,
} from '@slipway/plugin-clusters-common';
import { AttributeChange, ShownValue } from '../types';

/** Longer values are cut. */
const LONGEST_VALUE = 2_000;

type Members = Record<string, unknown>;
type Path = ReadonlyArray<string | number>;

const isContainer = (value: unknown): value is Members | unknown[] =>
  typeof value === 'object' && value !== null;

/** A member of what stands beside a value: of the marks of what is sensitive or unknown. */
function memberOf(marks: unknown, key: string | number): unknown {
  if (marks === true) return true;
  if (!isContainer(marks)) return undefined;
  const members: Members = { ...marks };
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

/** Whether anything within these marks is set. */
function isMarked(marks: unknown): boolean {
  if (marks === true) return true;
  return isContainer(marks) && Object.values(marks).some(isMarked);
}

const keysOf = (value: unknown): string[] =>
  isContainer(value) ? Object.keys(value) : [];

/** `input.labels["a.b"][0]`, as Terraform writes it. */
export function pathInWords(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number' || /^\d+$/.test(key)) return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** Every text that a plan says is sensitive, so that it is hidden wherever else it stands. */
export function sensitiveTexts(value: unknown, marks: unknown): string[] {
  if (marks === true) return textsOf(value);
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    sensitiveTexts(member, memberOf(marks, key)),
  );
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 4 ? [value] : [];
  if (typeof value === 'number') return [];
  return isContainer(value) ? Object.values(value).flatMap(textsOf) : [];
}

interface Side {
  value: unknown;
  sensitive: unknown;
  unknown: unknown;
}

/** How attributes of a resource change. */
export interface Compared {
  before: Side;
  after: Side;
  /** Paths that force a replacement. */
  replacing: ReadonlyArray<Path>;
  /** Texts that are hidden wherever they stand. */
  secrets: readonly string[];
}

/** The changes between both sides, leaf by leaf, in the order of the paths. */
export function attributeChanges(compared: Compared): AttributeChange[] {
  return compare([], compared.before, compared.after, compared);
}

const sideOf = ({ value, sensitive, unknown }: Side, key: string): Side => ({
  value: isContainer(value) ? memberOf({ ...value }, key) : undefined,
  sensitive: memberOf(sensitive, key),
  unknown: memberOf(unknown, key),
});

const startsWith = (path: Path, start: Path) =>
  start.every((key, index) => String(path[index]) === String(key));

function compare(
  path: Path,
  before: Side,
  after: Side,
  compared: Compared,
): AttributeChange[] {
  const whole = [before, after].some(
    ({ sensitive, unknown }) => sensitive === true || unknown === true,
  );
  const keys = [
    ...new Set([
      ...keysOf(before.value),
      ...keysOf(after.value),
      ...(isMarked(after.unknown) ? keysOf(after.unknown) : []),
    ]),
  ];
  const members =
    !whole && (isContainer(before.value) || isContainer(after.value));
  if (members && keys.length > 0) {
    return keys.flatMap(key =>
      compare(
        [...path, key],
        sideOf(before, key),
        sideOf(after, key),
        compared,
      ),
    );
  }
  if (path.length === 0 || isSame(before, after)) return [];
  const name = String(path.at(-1) ?? '');
  return [
    {
      path: pathInWords(path),
      before: shown(before, name, compared.secrets),
      after: shown(after, name, compared.secrets),
      forcesReplacement: compared.replacing.some(forced =>
        startsWith(path, forced),
      ),
    },
  ];
}

function isSame(before: Side, after: Side): boolean {
  if (after.unknown === true) return false;
  const left = before.value ?? null;
  const right = after.value ?? null;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A short secret may be a common word: it is found as a whole value only. */
const holds = (text: string, secret: string) =>
  secret.length < 6 ? text === secret : text.includes(secret);

/** A value as it may be shown; `name` is that of its attribute. */
export function shown(
  { value, sensitive, unknown }: Side,
  name: string,
  secrets: readonly string[],
): ShownValue {
  if (isMarked(sensitive)) return { is: 'sensitive' };
  if (unknown === true) return { is: 'unknown' };
  if (value === undefined || value === null) return { is: 'absent' };
  if (looksSecretField(name) && typeof value === 'string') {
    return { is: 'sensitive' };
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (secrets.some(secret => holds(text, secret))) return { is: 'sensitive' };
  const masked = maskText(text, () => HIDDEN);
  return {
    is: 'value',
    text:
      masked.length > LONGEST_VALUE
        ? `${masked.slice(0, LONGEST_VALUE)}…`
        : masked,
  };
}
