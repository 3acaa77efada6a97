import { shortRef } from '@slipway/plugin-break-glass-common';
import {
  isObject,
  Json,
  list,
  object,
  string,
} from '@slipway/plugin-clusters-common/read';
import { digestOf, normalizeRepository } from '../read/images';
import { parsePurl } from '../read/purl';
import { text } from '../read/text';
import { ImageRef, Vulnerability } from '../types';

/** Why a finding does not count, and who says so. */
export interface Suppression {
  source: 'vex' | 'trivyignore' | 'accepted';
  /** Status of OpenVEX, `ignored` or `accepted`. */
  status: string;
  reason?: string;
  /** ISO date after which it counts again. */
  until?: string;
  /** Of an accepted risk: who accepted it, and who allowed that. */
  by?: string[];
}

const SAID_BY: Readonly<Record<Suppression['source'], string>> = {
  vex: 'OpenVEX',
  trivyignore: '.trivyignore',
  accepted: 'Accepted risk',
};

/** Who says it, what, why, and until when: `OpenVEX: not affected (code is not reached)`, `Accepted risk: by olga, allowed by omar (…) until 2026-12-31`. */
export function suppressionInWords(by: Suppression): string {
  const { source, status, reason, until } = by;
  const [acceptedBy, allowedBy] = (by.by ?? []).map(shortRef);
  const what = acceptedBy
    ? `by ${acceptedBy}${allowedBy ? `, allowed by ${allowedBy}` : ''}`
    : status.replaceAll('_', ' ');
  return [
    `${SAID_BY[source]}: ${what}`,
    ...(reason ? [`(${reason})`] : []),
    ...(until ? [`until ${until}`] : []),
  ].join(' ');
}

/** A statement of an OpenVEX document. */
export interface VexStatement {
  ids: string[];
  status: string;
  reason?: string;
  /** None: of all products. */
  products: Array<{ id: string; subcomponents: string[] }>;
}

const idOf = (value: unknown) =>
  string(value) ?? string(object(value)['@id']) ?? '';

function idsOf(vulnerability: unknown): string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  const { name, aliases, '@id': id } = object(vulnerability);
  return [name, id, ...(Array.isArray(aliases) ? aliases : [])].flatMap(
    each => string(each) ?? [],
  );
}

/**
 * Reads an OpenVEX document.
 *
 * @throws Error when it is none
 * @see https://github.com/openvex/spec
 */
export function readOpenVex(document: unknown): VexStatement[] {
  if (!isObject(document) || !Array.isArray(document.statements)) {
    throw new Error('it has no list of statements');
  }
  return list(document.statements).map((statement: Json) => {
    const reason =
      text(statement.impact_statement, 500) ??
      text(statement.justification, 500);
    return {
      ids: idsOf(statement.vulnerability),
      status: string(statement.status) ?? '',
      ...(reason ? { reason } : {}),
      products: (Array.isArray(statement.products)
        ? statement.products
        : []
      ).map(product => ({
        id: idOf(product),
        subcomponents: (Array.isArray(object(product).subcomponents)
          ? (object(product).subcomponents as unknown[])
          : []
        ).map(idOf),
      })),
    };
  });
}

/** A package URL of a statement means all versions unless it names one. */
function isPackage(purl: string, finding: Vulnerability): boolean {
  const stated = parsePurl(purl);
  const own = parsePurl(finding.purl);
  return (
    stated !== undefined &&
    stated.withoutVersion === own?.withoutVersion &&
    (stated.version === undefined || stated.version === own.version)
  );
}

/** `pkg:oci/name@sha256:…?repository_url=…`: the digest counts, else the repository. */
function isImage(purl: string, image: ImageRef): boolean {
  const stated = parsePurl(purl);
  if (stated?.type !== 'oci') return false;
  const digest = digestOf(stated.version);
  if (digest) return image.digests.some(each => each.digest === digest);
  const url = /[?&]repository_url=([^&#]+)/.exec(purl)?.[1];
  if (!url)
    return image.repository.endsWith(`/${stated.withoutVersion.slice(8)}`);
  try {
    return normalizeRepository(decodeURIComponent(url)) === image.repository;
  } catch {
    return false;
  }
}

function matches(
  { ids, products }: VexStatement,
  finding: Vulnerability,
  image: ImageRef,
): boolean {
  if (![finding.id, ...(finding.aliases ?? [])].some(id => ids.includes(id))) {
    return false;
  }
  if (products.length === 0) return true;
  return products.some(({ id, subcomponents }) => {
    if (isPackage(id, finding)) return true;
    if (!isImage(id, image)) return false;
    return (
      subcomponents.length === 0 ||
      subcomponents.some(each => isPackage(each, finding))
    );
  });
}

/** The last statement that matches decides; only `not_affected` and `fixed` suppress. */
export function suppressedByVex(
  statements: readonly VexStatement[],
  finding: Vulnerability,
  image: ImageRef,
): Suppression | undefined {
  const last = [...statements]
    .reverse()
    .find(statement => matches(statement, finding, image));
  if (last?.status !== 'not_affected' && last?.status !== 'fixed') {
    return undefined;
  }
  return {
    source: 'vex',
    status: last.status,
    ...(last.reason ? { reason: last.reason } : {}),
  };
}

export interface IgnoreRule {
  id: string;
  /** ISO date; on that day it still holds. */
  until?: string;
}

/** Reads a `.trivyignore`: an id for each line, with `exp:YYYY-MM-DD` where it ends, and comments. */
export function readTrivyIgnore(content: string): IgnoreRule[] {
  return content.split('\n').flatMap(line => {
    const [id, ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!id) return [];
    const until = rest
      .find(each => /^exp:\d{4}-\d{2}-\d{2}$/.test(each))
      ?.slice(4);
    return [{ id, ...(until ? { until } : {}) }];
  });
}

/** @param now - ISO time */
export function suppressedByIgnore(
  rules: readonly IgnoreRule[],
  { id, aliases = [] }: Vulnerability,
  now: string,
): Suppression | undefined {
  const rule = rules.find(
    each =>
      (each.id === id || aliases.includes(each.id)) &&
      (each.until === undefined || now.slice(0, 10) <= each.until),
  );
  return (
    rule && {
      source: 'trivyignore',
      status: 'ignored',
      ...(rule.until ? { until: rule.until } : {}),
    }
  );
}
