import { parsePurl } from '../read/purl';
import { Vulnerability } from '../types';

/** Where a finding is, over releases: neither tag nor ReplicaSet. */
export interface FindingPlace {
  repository: string;
  container: string;
}

/** GHSA and other ids by the CVE they stand for, from reports that know both. */
export type AliasIndex = ReadonlyMap<string, string>;

/** Learns from findings which ids are the same. */
export function aliasIndex(findings: Iterable<Vulnerability>): AliasIndex {
  const index = new Map<string, string>();
  for (const { id, aliases = [] } of findings) {
    for (const alias of aliases) index.set(alias, id);
  }
  return index;
}

/** Paths of archives hold their version: `app/lib/log4j-core-2.17.1.jar`. */
const pathWithoutVersion = (path: string, installed: string) =>
  installed ? path.split(installed).join('*') : path;

/** The package of a finding without its version. */
export function packageOf({
  purl,
  pkg,
}: Pick<Vulnerability, 'purl' | 'pkg'>): string {
  return parsePurl(purl)?.withoutVersion ?? pkg;
}

/**
 * Identity of a finding over releases: repository, container, canonical id,
 * package without version, path. Tags, names of ReplicaSets, scores and
 * Trivy's fingerprint change without the finding being another one.
 */
export function findingKey(
  { repository, container }: FindingPlace,
  finding: Vulnerability,
  aliases?: AliasIndex,
): string {
  return [
    repository,
    container,
    aliases?.get(finding.id) ?? finding.id,
    packageOf(finding),
    finding.path ? pathWithoutVersion(finding.path, finding.installed) : '',
  ].join('|');
}
