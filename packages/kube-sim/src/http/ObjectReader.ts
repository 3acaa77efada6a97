import { IncomingMessage, ServerResponse } from 'node:http';
import { Clock } from '../clock/types';
import { servedDefinition } from '../store/definitions';
import { JsonRecord } from '../store/json';
import type { MemoryStore } from '../store/MemoryStore';
import { apiVersionOf, isCustom } from '../store/resources';
import { objectFilter } from '../store/selectors';
import { badRequest, notFound } from '../store/status';
import { ApiError, KubeObject, ListFilter, ResourceType } from '../store/types';
import { bareText, send, sendText } from './answers';
import { readPage, readVersion } from './listing';
import { checkListOptions, integerOption } from './options';
import { isTrue, ResourceRequest } from './request';
import { Form, formOf, metadataOf, tableOf } from './table';
import { LogSource } from './types';
import { encodeObject, WatchHub } from './WatchHub';

/** One request for a kind that is served. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  asked: ResourceRequest;
  type: ResourceType;
}

export interface HandlerOptions {
  store: MemoryStore;
  clock: Clock;
  watches: WatchHub;
  logs?: LogSource;
  bodyBytes: number;
}

/** Reads objects for clients: one, a list, a watch, each in the form that is asked for. */
export class ObjectReader {
  readonly #store: MemoryStore;

  constructor(private readonly options: HandlerOptions) {
    this.#store = options.store;
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

  answer(call: Call, code: number, object: Readonly<KubeObject>): void {
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
    const included = query.get('includeObject');
    if (included && !['Metadata', 'Object', 'None'].includes(included)) {
      throw badRequest(
        `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(
          included,
        )}: must be 'Metadata', 'Object', 'None', or empty`,
      );
    }
    return tableOf(
      this.#store,
      type,
      objects,
      this.options.clock.now(),
      metadata,
      included,
    );
  }

  get({ type, asked }: Call): Readonly<KubeObject> {
    const { namespace, name = '' } = asked;
    const object = this.#store.get(
      type,
      type.namespaced ? namespace : undefined,
      name,
    );
    if (!object) throw notFound(type, name);
    return object;
  }

  /** Answers with one object. Definitions of kinds that are served from the start are in no store. */
  one(call: Call): void {
    const { type, asked } = call;
    const definition =
      type.plural === 'customresourcedefinitions' &&
      !this.#store.get(type, undefined, asked.name ?? '')
        ? servedDefinition(this.#store.types(), asked.name ?? '')
        : undefined;
    this.answer(call, 200, definition ?? this.get(call));
  }

  filter({ type, asked, query }: Call): ListFilter {
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

  list(call: Call): void {
    const { type, query, response } = call;
    const form = this.#form(call);
    const page = readPage(this.#store, type, this.filter(call), query);
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

  watch(call: Call): void {
    const { type, query, response } = call;
    const form = this.#form(call);
    checkListOptions(query);
    const matches = objectFilter(type, this.filter(call));
    const version = readVersion(query.get('resourceVersion'));
    const initial = query.get('sendInitialEvents');
    const bookmarks = isTrue(query.get('allowWatchBookmarks'));
    const seconds = integerOption(query, 'timeoutSeconds') ?? 0;
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
}
