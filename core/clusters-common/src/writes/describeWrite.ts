import { parsePointer } from '../jsonPatch';
import { JsonPatchOperation } from '../types';
import { Write } from './types';

/** Most changes of one patch that are named. */
const MOST = 5;

/**
 * What a write changes, for users and the audit log:
 * `Rollout orders: spec.paused set to false`, `Schedule outage: created`.
 * Names fields, and of the values only booleans and numbers: texts may be
 * secrets.
 */
export function describeWrite(write: Write): string {
  return `${write.resource.kind} ${write.name}: ${changesOf(write).join(', ')}`;
}

function changesOf(write: Write): string[] {
  if (write.verb !== 'patch') return [`${write.verb}d`];
  const changes = write.operations.flatMap(changeOf);
  const named = changes.slice(0, MOST);
  const more = changes.length - named.length;
  return more > 0 ? [...named, `${more} more`] : named;
}

function changeOf(operation: JsonPatchOperation): string[] {
  if (operation.op === 'test') return [];
  const field = fieldOf(operation.path);
  if (operation.op === 'remove') return [`${field} removed`];
  const { value } = operation;
  if (typeof value === 'boolean' || typeof value === 'number') {
    return [`${field} set to ${value}`];
  }
  const isEmptyParent =
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0;
  return isEmptyParent ? [] : [`${field} changed`];
}

/** `spec.paused` of `/spec/paused`; keys with dots of their own are in quotes. */
function fieldOf(path: string): string {
  const [first, second, ...rest] = parsePointer(path);
  if (first === 'metadata' && second === 'annotations' && rest.length === 1) {
    return `annotation ${rest[0]}`;
  }
  return parsePointer(path)
    .map(part => (part.includes('.') ? `"${part}"` : part))
    .join('.');
}
