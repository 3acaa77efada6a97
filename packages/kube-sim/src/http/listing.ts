import type { MemoryStore } from '../store/MemoryStore';
import { badRequest, expired } from '../store/status';
import { ApiError, KubeObject, ListFilter, ResourceType } from '../store/types';
import { checkListOptions, integerOption } from './options';

export interface Page {
  objects: Array<Readonly<KubeObject>>;
  resourceVersion: string;
  continue?: string;
  remaining?: number;
}

const keyOf = ({ metadata }: Readonly<KubeObject>) =>
  metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;

interface Token {
  version: number;
  /** Key of the last object that was sent. */
  after: string;
}

const write = ({ version, after }: Token) =>
  Buffer.from(JSON.stringify({ v: 'slipway/v1', rv: version, after })).toString(
    'base64url',
  );

function read(text: string): Token {
  try {
    const { v, rv, after }: { v?: unknown; rv?: unknown; after?: unknown } =
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (
      v === 'slipway/v1' &&
      typeof rv === 'number' &&
      typeof after === 'string'
    ) {
      return { version: rv, after };
    }
  } catch {
    // Reported below: whatever is wrong with it, it is no token of this server.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}

/**
 * A resource version as a number; undefined for none.
 *
 * @param before - what a refusal begins with
 * @throws ApiError 400
 */
export function readVersion(
  text: string | null,
  before = '',
): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) {
    throw badRequest(
      `${before}resourceVersion: Invalid value: ${JSON.stringify(
        text,
      )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

const tooLarge = (wanted: number, current: string) =>
  new ApiError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  );

/**
 * One page of a list, as it was when its first page was read.
 *
 * @throws ApiError 400 for a token that is none, 410 when its version is forgotten
 */
export function readPage(
  store: MemoryStore,
  type: ResourceType,
  filter: ListFilter,
  query: URLSearchParams,
): Page {
  checkListOptions(query);
  const match = query.get('resourceVersionMatch');
  const wanted = readVersion(
    query.get('resourceVersion'),
    'invalid resource version: ',
  );
  // What any version may answer comes from the cache, which knows no pages.
  const cached = wanted === 0 && match !== 'Exact' && !query.get('continue');
  const limit = cached ? 0 : Math.max(0, integerOption(query, 'limit') ?? 0);
  const text = query.get('continue');
  if (text && wanted !== undefined && wanted !== 0) {
    throw badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  const current = Number(store.resourceVersion);
  if (wanted !== undefined && wanted > current) {
    throw tooLarge(wanted, store.resourceVersion);
  }
  const token = text ? read(text) : undefined;
  let version = current;
  if (token) ({ version } = token);
  else if (match === 'Exact' && wanted !== undefined) version = wanted;
  let objects;
  try {
    objects =
      version === current
        ? store.list(type, filter)
        : store.listAt(type, version, filter);
  } catch (error) {
    if (token && error instanceof ApiError && error.code === 410) {
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
      );
    }
    throw error;
  }
  if (token) {
    objects = objects.filter(object => keyOf(object) > token.after);
  }
  if (limit === 0 || objects.length <= limit) {
    return { objects, resourceVersion: String(version) };
  }
  const page = objects.slice(0, limit);
  return {
    objects: page,
    resourceVersion: String(version),
    continue: write({ version, after: keyOf(page[page.length - 1]) }),
    ...(filter.labelSelector || filter.fieldSelector
      ? {}
      : { remaining: objects.length - limit }),
  };
}
