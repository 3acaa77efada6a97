import { InputError } from '@backstage/errors';
import { jsonEquals } from './jsonEquals';
import { JsonPatchOperation } from './types';

/** A `test` operation found another value than the one it was given. */
export class JsonPatchTestError extends Error {
  readonly name = 'JsonPatchTestError';
  constructor(readonly path: string) {
    super(`testing value ${path} failed`);
  }
}

type Container = Record<string, unknown> | unknown[];

/**
 * Applies JSON Patch operations to a copy of a document: all or none.
 *
 * Arrays follow RFC 6902: `add` inserts, `-` appends. Two things follow the
 * Kubernetes API server (1.34, tried there) and not the RFC: `test` of `null`
 * also holds for a field that is absent from an object that is there, and
 * `replace` of an absent field sets it.
 *
 * @throws JsonPatchTestError when a `test` fails, also because its path leads nowhere
 * @throws InputError when the path of another operation leads nowhere
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function applyJsonPatch<T>(
  document: T,
  operations: readonly JsonPatchOperation[],
): T {
  const root = { document: structuredClone(document) as unknown };
  for (const operation of operations) {
    applyOperation(root, operation);
  }
  return root.document as T;
}

/** Splits a JSON Pointer into its unescaped parts: `/a/b~1c` is `['a', 'b/c']`. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') {
    return [];
  }
  if (!pointer.startsWith('/')) {
    throw new InputError(`JSON pointer must start with "/": ${pointer}`);
  }
  return pointer
    .slice(1)
    .split('/')
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** Escapes one part of a JSON Pointer, such as a label key with a slash. */
export function escapePointer(part: string): string {
  return part.replace(/~/g, '~0').replace(/\//g, '~1');
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function applyOperation(
  root: { document: unknown },
  operation: JsonPatchOperation,
) {
  const parts = ['document', ...parsePointer(operation.path)];
  const key = parts.pop() as string;
  let parent: unknown = root;
  for (const part of parts) {
    parent = isContainer(parent)
      ? (parent as Record<string, unknown>)[part]
      : undefined;
  }
  if (!isContainer(parent)) {
    throw doesNotApply(operation);
  }
  if (Array.isArray(parent)) {
    applyToArray(parent, key, operation);
  } else {
    applyToObject(parent, key, operation);
  }
}

function applyToObject(
  parent: Record<string, unknown>,
  key: string,
  operation: JsonPatchOperation,
) {
  switch (operation.op) {
    case 'test':
      if (!jsonEquals(parent[key] ?? null, operation.value ?? null)) {
        throw new JsonPatchTestError(operation.path);
      }
      return;
    case 'add':
    case 'replace':
      parent[key] = structuredClone(operation.value);
      return;
    default:
      if (!Object.hasOwn(parent, key)) {
        throw doesNotApply(operation);
      }
      delete parent[key];
  }
}

function doesNotApply(operation: JsonPatchOperation): Error {
  return operation.op === 'test'
    ? new JsonPatchTestError(operation.path)
    : new InputError(
        `${operation.op} operation does not apply: nothing at ${operation.path}`,
      );
}

function applyToArray(
  parent: unknown[],
  key: string,
  operation: JsonPatchOperation,
) {
  const last = operation.op === 'add' ? parent.length : parent.length - 1;
  const index = key === '-' && operation.op === 'add' ? last : Number(key);
  if (!/^(-|0|[1-9]\d*)$/.test(key) || !(index >= 0 && index <= last)) {
    throw doesNotApply(operation);
  }
  switch (operation.op) {
    case 'test':
      if (!jsonEquals(parent[index], operation.value)) {
        throw new JsonPatchTestError(operation.path);
      }
      return;
    case 'add':
      parent.splice(index, 0, structuredClone(operation.value));
      return;
    case 'remove':
      parent.splice(index, 1);
      return;
    default:
      parent[index] = structuredClone(operation.value);
  }
}
