import { IncomingMessage, ServerResponse } from 'node:http';
import { Clock } from '../clock/types';
import { isRecord, JsonRecord } from '../kube/json';
import type { MemoryStore } from '../kube/MemoryStore';
import { apiVersionOf, isCustom } from '../kube/resources';
import { objectFilter } from '../kube/selectors';
import {
  badRequest,
  invalid,
  methodNotAllowed,
  noSuchResource,
  notFound,
  notImplemented,
} from '../kube/status';
import {
  ApiError,
  Json,
  KubeObject,
  ListFilter,
  ResourceType,
} from '../kube/types';
import { mediaType, parseObject, readBody } from './body';
import { bareText, send, sendText } from './answers';
import { readPage, readVersion } from './listing';
import { sendLogs } from './podLogs';
import { isTrue, ResourceRequest } from './request';
import { scaled, scaleOf } from './scale';
import { Form, formOf, metadataOf, tableOf } from './table';
import { LogSource } from './types';
import { encodeObject, WatchHub } from './WatchHub';
import {
  deleteOptions,
  isDryRun,
  patched,
  patchedObject,
  readObject,
  requirePatchMedia,
} from './writing';

/** One request for a kind that is served. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  asked: ResourceRequest;
  type: ResourceType;
}

interface HandlerOptions {
  store: MemoryStore;
  clock: Clock;
  watches: WatchHub;
  logs?: LogSource;
  bodyBytes: number;
}

/** Kinds whose deletion answers with the object. */
const RETURNED = ['namespaces', 'pods', 'serviceaccounts', 'services'];

/** Serves objects: the verbs of the API on one kind. */
export class ResourceHandler {
  readonly #store: MemoryStore;

  constructor(private readonly options: HandlerOptions) {
    this.#store = options.store;
  }

  async handle(call: Call): Promise<void> {
    const { asked, type } = call;
    if (type.namespaced && !asked.namespace && asked.name) {
      throw noSuchResource();
    }
    if (!type.namespaced && asked.namespace && type.plural !== 'namespaces') {
      throw noSuchResource();
    }
    if (asked.subresource) {
      await this.#subresource(call, asked.subresource);
      return;
    }
    if (!asked.name && ['update', 'patch'].includes(asked.verb)) {
      throw methodNotAllowed();
    }
    switch (asked.verb) {
      case 'get':
        this.#answer(call, 200, this.#get(call));
        return;
      case 'list':
        this.#list(call);
        return;
      case 'watch':
        this.#watch(call);
        return;
      case 'create':
        await this.#create(call);
        return;
      case 'update':
        await this.#update(call);
        return;
      case 'patch':
        await this.#patch(call);
        return;
      case 'delete':
        await this.#delete(call);
        return;
      case 'deletecollection':
        await this.#deleteCollection(call);
        return;
      default:
        throw methodNotAllowed();
    }
  }

  #form({ request }: Call): Form {
    const form = formOf(request.headers.accept);
    if (!form) {
      throw new ApiError(
        406,
        'NotAcceptable',
        'only the following media types are accepted: application/json',
      );
    }
    return form;
  }

  #answer(call: Call, code: number, object: Readonly<KubeObject>): void {
    const form = this.#form(call);
    if (form === 'table') {
      send(
        call.response,
        code,
        this.#table(call, [object], {
          resourceVersion: object.metadata.resourceVersion,
        }),
      );
    } else if (form === 'metadata') {
      send(call.response, code, metadataOf(object));
    } else {
      sendText(call.response, code, encodeObject(object));
    }
  }

  #table(
    { type, query }: Call,
    objects: ReadonlyArray<Readonly<KubeObject>>,
    metadata: JsonRecord,
  ): JsonRecord {
    return tableOf(
      this.#store,
      type,
      objects,
      this.options.clock.now(),
      metadata,
      query.get('includeObject'),
    );
  }

  #get({ type, asked }: Call): Readonly<KubeObject> {
    const { namespace, name = '' } = asked;
    const object = this.#store.get(
      type,
      type.namespaced ? namespace : undefined,
      name,
    );
    if (!object) throw notFound(type, name);
    return object;
  }

  #filter({ type, asked, query }: Call): ListFilter {
    const fields = [
      query.get('fieldSelector') ?? '',
      asked.name ? `metadata.name=${asked.name}` : '',
    ].filter(Boolean);
    return {
      ...(type.namespaced && asked.namespace
        ? { namespace: asked.namespace }
        : {}),
      labelSelector: query.get('labelSelector') ?? '',
      fieldSelector: fields.join(','),
    };
  }

  #list(call: Call): void {
    const { type, query, response } = call;
    const form = this.#form(call);
    const page = readPage(this.#store, type, this.#filter(call), query);
    const metadata: JsonRecord = {
      resourceVersion: page.resourceVersion,
      ...(page.continue ? { continue: page.continue } : {}),
      ...(page.remaining ? { remainingItemCount: page.remaining } : {}),
    };
    if (form === 'table') {
      send(response, 200, this.#table(call, page.objects, metadata));
      return;
    }
    const kind =
      form === 'metadata' ? 'PartialObjectMetadataList' : `${type.kind}List`;
    const apiVersion =
      form === 'metadata' ? 'meta.k8s.io/v1' : apiVersionOf(type);
    let text = isCustom(type) ? encodeObject : bareText;
    if (form === 'metadata')
      text = object => JSON.stringify(metadataOf(object));
    sendText(
      response,
      200,
      `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(
        metadata,
      )},"items":[${page.objects.map(text).join(',')}]}`,
    );
  }

  #watch(call: Call): void {
    const { type, query, response } = call;
    const form = this.#form(call);
    const matches = objectFilter(type, this.#filter(call));
    const version = readVersion(query.get('resourceVersion'));
    const initial = query.get('sendInitialEvents');
    const bookmarks = isTrue(query.get('allowWatchBookmarks'));
    if (
      initial !== null &&
      query.get('resourceVersionMatch') !== 'NotOlderThan'
    ) {
      throw badRequest(
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    }
    const seconds = Number(query.get('timeoutSeconds') ?? 0);
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw badRequest('timeoutSeconds: must be a non-negative integer');
    }
    let encode = encodeObject;
    if (form === 'table') {
      encode = object =>
        JSON.stringify(
          this.#table(call, [object], {
            resourceVersion: object.metadata.resourceVersion,
          }),
        );
    } else if (form === 'metadata') {
      encode = object => JSON.stringify(metadataOf(object));
    }
    const all = initial === null ? !version : isTrue(initial);
    this.options.watches.open(response, {
      type,
      matches,
      ...(all ? {} : { since: version ?? Number(this.#store.resourceVersion) }),
      bookmarks,
      initialEventsEnd: initial !== null && isTrue(initial) && bookmarks,
      seconds: seconds || 1800 + Math.floor(Math.random() * 1800),
      encode,
    });
  }

  async #body({ request }: Call): Promise<Buffer> {
    return readBody(request, this.options.bodyBytes);
  }

  async #create(call: Call): Promise<void> {
    const { type, asked, query, request } = call;
    if (asked.name) {
      throw methodNotAllowed();
    }
    const body = parseObject(request, await this.#body(call));
    const object = readObject(this.#store, type, body, asked.namespace);
    if (object.metadata.resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    const { status: _status, ...wish } = object;
    const created = this.#store.create(
      type,
      // Nodes tell their status themselves when they join.
      type.subresources.includes('status') && type.plural !== 'nodes'
        ? wish
        : object,
      { dryRun: isDryRun(query.getAll('dryRun')) },
    );
    this.#answer(call, 201, created);
  }

  async #update(call: Call, subresource?: 'status'): Promise<void> {
    const { type, asked, query, request } = call;
    const body = parseObject(request, await this.#body(call));
    const object = readObject(
      this.#store,
      type,
      body,
      asked.namespace,
      asked.name,
    );
    this.#get(call);
    if (isCustom(type) && !object.metadata.resourceVersion) {
      throw invalid(type, object.metadata.name, [
        {
          field: 'metadata.resourceVersion',
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: must be specified for an update',
        },
      ]);
    }
    const updated = this.#store.update(type, object, {
      subresource,
      dryRun: isDryRun(query.getAll('dryRun')),
    });
    this.#answer(call, 200, updated);
  }

  async #patch(call: Call, subresource?: 'status'): Promise<void> {
    const { type, query, request } = call;
    const body = await this.#body(call);
    const media = mediaType(request);
    requirePatchMedia(type, media);
    const object = patchedObject(
      this.#store,
      type,
      media,
      body,
      this.#get(call),
    );
    const updated = this.#store.update(type, object, {
      subresource,
      dryRun: isDryRun(query.getAll('dryRun')),
    });
    this.#answer(call, 200, updated);
  }

  async #options(call: Call) {
    const raw = await this.#body(call);
    const body = raw.length > 0 ? parseObject(call.request, raw) : {};
    return deleteOptions(body, call.query);
  }

  async #delete(call: Call): Promise<void> {
    const { type, asked, response } = call;
    const options = await this.#options(call);
    const { uid, name } = this.#get(call).metadata;
    const deleted = this.#store.delete(type, asked.namespace, name, options);
    const waits =
      deleted.metadata.deletionTimestamp !== undefined || options.dryRun;
    if (waits || RETURNED.includes(type.plural)) {
      this.#answer(call, 200, deleted);
      return;
    }
    send(response, 200, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name,
        ...(type.group ? { group: type.group } : {}),
        kind: type.plural,
        uid,
      },
    });
  }

  async #deleteCollection(call: Call): Promise<void> {
    const { type, response } = call;
    if (
      type.plural === 'namespaces' ||
      (type.namespaced && !call.asked.namespace)
    ) {
      throw methodNotAllowed();
    }
    const options = await this.#options(call);
    const objects = this.#store.list(type, this.#filter(call));
    for (const { metadata } of objects) {
      this.#store.delete(type, metadata.namespace, metadata.name, options);
    }
    send(response, 200, {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: { resourceVersion: this.#store.resourceVersion },
      items: objects as unknown as Json[],
    });
  }

  async #subresource(call: Call, subresource: string): Promise<void> {
    const { type, asked, response, query } = call;
    const served = type.subresources.find(name => name === subresource);
    if (!served) {
      // The handler of custom kinds answers as if the object were missing.
      if (isCustom(type)) throw notFound(type, asked.name ?? '');
      if (['status', 'scale', 'log'].includes(subresource)) {
        throw noSuchResource();
      }
      throw notImplemented(`the subresource ${type.plural}/${subresource}`);
    }
    if (served === 'log') {
      if (asked.verb !== 'get') throw noSuchResource();
      sendLogs(
        response,
        this.options.logs,
        this.#get(call),
        query,
        this.options.clock.now(),
      );
      return;
    }
    if (served === 'scale') {
      await this.#scale(call);
      return;
    }
    if (asked.verb === 'get') this.#answer(call, 200, this.#get(call));
    else if (asked.verb === 'update') await this.#update(call, 'status');
    else if (asked.verb === 'patch') await this.#patch(call, 'status');
    else {
      throw methodNotAllowed();
    }
  }

  async #scale(call: Call): Promise<void> {
    const { type, asked, response, request, query } = call;
    if (asked.verb === 'get') {
      send(response, 200, scaleOf(this.#get(call)));
      return;
    }
    const body = await this.#body(call);
    const current = this.#get(call);
    const wish =
      asked.verb === 'patch'
        ? patched(
            { group: 'autoscaling' },
            mediaType(request),
            body,
            scaleOf(current),
          )
        : parseObject(request, body);
    if (!isRecord(wish)) throw badRequest('a Scale must be an object');
    const updated = this.#store.update(type, scaled(type, current, wish), {
      dryRun: isDryRun(query.getAll('dryRun')),
    });
    send(response, 200, scaleOf(updated));
  }
}
