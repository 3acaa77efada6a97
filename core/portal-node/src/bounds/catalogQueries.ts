import { InputError } from '@backstage/errors';
import express, { RequestHandler, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';

/** Conditions in one query. Each is a subquery: a thousand keep the database, and with SQLite the portal, busy for seconds. */
export const MAX_CONDITIONS = 200;
/** Values to compare with in one condition or all together. */
export const MAX_VALUES = 2000;
/** Names of fields, facets and orders. */
const MAX_NAMES = 300;

/** Parameters of the catalog's routes that are lists, and whether they hold conditions. */
const LISTS: Array<[name: string, limit: number]> = [
  ['filter', MAX_CONDITIONS],
  ['fields', MAX_NAMES],
  ['facet', MAX_NAMES],
  ['orderField', MAX_NAMES],
  ['fullTextFilterFields', MAX_NAMES],
];

const TERM_FIELDS = 'fullTextFilter.fields';

/** What bodies hold, as far as it is looked at; nobody has checked it yet. */
interface Body {
  query?: unknown;
  fields?: unknown;
  facets?: unknown;
  orderBy?: unknown;
  fullTextFilter?: { fields?: unknown } | null;
}

const tooMany = (name: string, count: number, limit: number) =>
  new InputError(
    `${name}: ${count} entries, at most ${limit} in one request. Split the request.`,
  );

/** Bounds what one question to the catalog may cost. */
export function boundedCatalogQueries(): ExpressRouter {
  const router = Router();
  const checkBody: RequestHandler = (request, _response, next) => {
    refuseLargeBody(request.body);
    next();
  };
  router.use((request, _response, next) => {
    const address = new URL(request.originalUrl, 'http://portal');
    refuseLongLists(address.searchParams);
    next();
  });
  for (const path of [
    '/entities/by-query',
    '/entities/by-refs',
    '/entity-facets',
  ]) {
    // As the plugin itself; it takes the body as it is parsed here.
    router.post(path, express.json(), checkBody);
  }
  return router;
}

/** Lists are written with commas, as repeated parameters, or both. */
export function refuseLongLists(parameters: URLSearchParams): void {
  for (const [name, limit] of LISTS) {
    const items = parameters.getAll(name).flatMap(value => value.split(','));
    if (items.length > limit) {
      throw tooMany(name, items.length, limit);
    }
  }
}

/** Bodies of the routes that take a predicate; lists of names stand in several fields. */
function refuseLargeBody(body: unknown): void {
  if (body === null || typeof body !== 'object') return;
  const { query, fields, facets, orderBy, fullTextFilter }: Body = body;
  refuseLargeQuery(query);
  const lists = {
    fields,
    facets,
    orderBy,
    [TERM_FIELDS]: fullTextFilter?.fields,
  };
  for (const [name, list] of Object.entries(lists)) {
    if (Array.isArray(list) && list.length > MAX_NAMES) {
      throw tooMany(name, list.length, MAX_NAMES);
    }
  }
}

/** @param query - a predicate of the catalog: nested objects and lists with values at their ends */
export function refuseLargeQuery(query: unknown): void {
  let conditions = 0;
  let values = 0;
  let level: unknown[] = [query];
  while (level.length > 0) {
    const next: unknown[] = [];
    for (const part of level) {
      if (Array.isArray(part)) next.push(...part);
      else if (part !== null && typeof part === 'object') {
        const parts = Object.values(part);
        conditions += parts.length;
        next.push(...parts);
      } else values += 1;
    }
    if (conditions > MAX_CONDITIONS || values > MAX_VALUES) {
      throw new InputError(
        `query: more than ${MAX_CONDITIONS} conditions or ${MAX_VALUES} values in one request. Split the request.`,
      );
    }
    level = next;
  }
}
