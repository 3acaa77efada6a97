import { withDefaults } from '../store/defaults';
import { withEmptyStatus } from '../store/shape';
import { JsonRecord } from '../store/json';
import { validateKind } from '../store/kindRules';
import type { MemoryStore } from '../store/MemoryStore';
import { apiVersionOf, isCustom } from '../store/resources';
import {
  badRequest,
  forbidden,
  invalid,
  methodNotAllowed,
  noSuchResource,
  notFound,
  notImplemented,
} from '../store/status';
import { KubeObject } from '../store/types';
import { checkUpdate } from '../store/writes';
import { send } from './answers';
import { mediaType, parseObject, readBody } from './body';
import { Call, HandlerOptions, ObjectReader } from './ObjectReader';
import { sendLogs } from './podLogs';
import { scaled, scaleOf } from './scale';
import { WriteQuery, writeQuery } from './options';
import {
  deleteOptions,
  parseScale,
  patchedObject,
  patchedScale,
  readObject,
  requirePatchMedia,
  Sent,
} from './writing';

/** Kinds whose deletion answers with the object. */
const RETURNED = ['namespaces', 'pods', 'serviceaccounts', 'services'];

/** Namespaces that no cluster is without. */
const KEPT = ['default', 'kube-system', 'kube-public'];

/** Subresources of a real API server that are left out here. */
const LEFT_OUT = [
  'approval',
  'attach',
  'binding',
  'ephemeralcontainers',
  'eviction',
  'exec',
  'finalize',
  'portforward',
  'proxy',
  'resize',
  'token',
];

/** Serves objects: the verbs of the API on one kind. */
export class ResourceHandler {
  readonly #store: MemoryStore;
  readonly #reader: ObjectReader;

  constructor(private readonly options: HandlerOptions) {
    this.#store = options.store;
    this.#reader = new ObjectReader(options);
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
        this.#reader.one(call);
        return;
      case 'list':
        this.#reader.list(call);
        return;
      case 'watch':
        this.#reader.watch(call);
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

  async #body({ request }: Call): Promise<Buffer> {
    return readBody(request, this.options.bodyBytes);
  }

  #sent({ type, asked, response }: Call, query: WriteQuery): Sent {
    return {
      store: this.#store,
      type,
      namespace: asked.namespace,
      fieldValidation: query.fieldValidation,
      warn: message =>
        response.appendHeader('warning', `299 - ${JSON.stringify(message)}`),
    };
  }

  async #create(call: Call): Promise<void> {
    const { type, asked, query, request } = call;
    if (asked.name) {
      throw methodNotAllowed();
    }
    const wanted = writeQuery('CreateOptions', query);
    const body = parseObject(request, await this.#body(call));
    const object = withDefaults(
      type,
      readObject(this.#sent(call, wanted), body),
    );
    if (object.metadata.resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    validateKind(this.#store, type, object);
    // Nodes tell their status themselves when they join.
    const keepsStatus =
      !type.subresources.includes('status') || type.plural === 'nodes';
    const created = this.#store.create(
      type,
      keepsStatus ? object : withEmptyStatus(type, object),
      { dryRun: wanted.dryRun },
    );
    this.#reader.answer(call, 201, created);
  }

  async #update(call: Call, subresource?: 'status'): Promise<void> {
    const { type, asked, query, request } = call;
    const wanted = writeQuery('UpdateOptions', query);
    const body = parseObject(request, await this.#body(call));
    const object = readObject(this.#sent(call, wanted), body, asked.name);
    const current = this.#reader.get(call);
    if (isCustom(type) && !object.metadata.resourceVersion) {
      throw invalid(type, object.metadata.name, [
        {
          field: 'metadata.resourceVersion',
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: must be specified for an update',
        },
      ]);
    }
    this.#write(call, object, current, wanted, subresource);
  }

  async #patch(call: Call, subresource?: 'status'): Promise<void> {
    const { type, query, request } = call;
    const body = await this.#body(call);
    const media = mediaType(request);
    requirePatchMedia(type, media);
    const wanted = writeQuery('PatchOptions', query);
    const current = this.#reader.get(call);
    const object = patchedObject(
      this.#sent(call, wanted),
      media,
      body,
      current,
    );
    this.#write(call, object, current, wanted, subresource);
  }

  /** Replaces an object and answers with it; a conflict is reported before what is wrong with it. */
  #write(
    call: Call,
    sent: KubeObject,
    current: Readonly<KubeObject>,
    { dryRun }: WriteQuery,
    subresource: 'status' | undefined,
  ): void {
    const { type } = call;
    const object = subresource ? sent : withDefaults(type, sent);
    checkUpdate(type, object, current);
    validateKind(this.#store, type, object, current, subresource);
    const updated = this.#store.update(type, object, { subresource, dryRun });
    this.#reader.answer(call, 200, updated);
  }

  async #options(call: Call) {
    const raw = await this.#body(call);
    const body = raw.length > 0 ? parseObject(call.request, raw) : {};
    return deleteOptions(call.type, body, call.query);
  }

  async #delete(call: Call): Promise<void> {
    const { type, asked, response } = call;
    const options = await this.#options(call);
    const { uid, name } = this.#reader.get(call).metadata;
    if (type.plural === 'namespaces' && KEPT.includes(name)) {
      throw forbidden(type, name, 'this namespace may not be deleted');
    }
    const deleted = this.#store.delete(type, asked.namespace, name, options);
    const waits =
      deleted.metadata.deletionTimestamp !== undefined || options.dryRun;
    if (waits || RETURNED.includes(type.plural)) {
      this.#reader.answer(call, 200, deleted);
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
    const objects = this.#store.list(type, this.#reader.filter(call));
    for (const { metadata } of objects) {
      this.#store.delete(type, metadata.namespace, metadata.name, options);
    }
    send(response, 200, {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: { resourceVersion: this.#store.resourceVersion },
      items: objects.map(object => {
        const { kind, apiVersion, ...rest } = object as unknown as JsonRecord;
        return isCustom(type) ? { kind, apiVersion, ...rest } : rest;
      }),
    });
  }

  async #subresource(call: Call, subresource: string): Promise<void> {
    const { type, asked, response, query } = call;
    const served = type.subresources.find(name => name === subresource);
    if (!served) {
      // The handler of custom kinds answers as if the object were missing.
      if (isCustom(type)) throw notFound(type, asked.name ?? '');
      if (LEFT_OUT.includes(subresource.split('/')[0])) {
        throw notImplemented(`the subresource ${type.plural}/${subresource}`);
      }
      throw noSuchResource();
    }
    if (served === 'log') {
      if (asked.verb !== 'get') throw methodNotAllowed();
      const { logs: source, store, clock } = this.options;
      sendLogs(
        response,
        { source, store, clock },
        this.#reader.get(call),
        query,
      );
      return;
    }
    if (served === 'scale') {
      await this.#scale(call);
      return;
    }
    if (asked.verb === 'get')
      this.#reader.answer(call, 200, this.#reader.get(call));
    else if (asked.verb === 'update') await this.#update(call, 'status');
    else if (asked.verb === 'patch') await this.#patch(call, 'status');
    else {
      throw methodNotAllowed();
    }
  }

  async #scale(call: Call): Promise<void> {
    const { type, asked, response, request, query } = call;
    if (asked.verb === 'get') {
      send(response, 200, scaleOf(this.#reader.get(call)));
      return;
    }
    const body = await this.#body(call);
    const current = this.#reader.get(call);
    const wanted =
      asked.verb === 'patch'
        ? patchedScale(mediaType(request), body, scaleOf(current))
        : parseScale(request, body);
    const updated = this.#store.update(type, scaled(type, current, wanted), {
      dryRun: writeQuery('UpdateOptions', query).dryRun,
    });
    send(response, 200, scaleOf(updated));
  }
}
