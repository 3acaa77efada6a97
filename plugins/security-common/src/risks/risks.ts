import { parseEntityRef } from '@backstage/catalog-model';
import { packageOf } from '../findings/identity';
import { Suppression } from '../findings/suppression';
import { Severity, Vulnerability } from '../types';

/**
 * Where an accepted risk does not count: in all images of a service; in the
 * images of one repository, whoever runs them; in all services.
 */
export const RISK_SCOPES = ['service', 'image', 'everywhere'] as const;
export type RiskScope = (typeof RISK_SCOPES)[number];

/** Which finding: neither versions nor tags are part of it, so that it survives a release. */
export interface RiskOf {
  /** Canonical id: the CVE where one is known. */
  vulnerability: string;
  /** Package URL without version, or the name where there is none. */
  package: string;
}

/** A finding that somebody accepted, for a while. */
export interface AcceptedRisk extends RiskOf {
  id: string;
  scope: RiskScope;
  /** The service for which it is accepted, or from which it was. */
  entityRef: string;
  /** Of scope `image`: with its registry, normalized. */
  repository?: string;
  /** As it was when it was accepted. */
  severity: Severity;
  reason: string;
  /** `user:default/olga` */
  acceptedBy: string;
  /** Who allowed it: somebody else. */
  allowedBy?: string;
  /** ISO time. */
  acceptedAt: string;
  /** ISO date; on that day, in UTC, it still holds. */
  until: string;
  withdrawnAt?: string;
  withdrawnBy?: string;
}

/** Where a finding is. */
export interface RiskPlace {
  repository: string;
  /** Absent: no entity owns it. */
  entityRef?: string;
}

/** Which finding an acceptance of it would be of. */
export const riskOf = (finding: Vulnerability): RiskOf => ({
  vulnerability: finding.id,
  package: packageOf(finding),
});

/** Whether an acceptance holds at a time. */
export const isActiveRisk = (
  { until, withdrawnAt }: Pick<AcceptedRisk, 'until' | 'withdrawnAt'>,
  now: string,
): boolean => withdrawnAt === undefined && now.slice(0, 10) <= until;

/** Whether an acceptance is about what is in a place at all. */
export function isScopedTo(
  { scope, entityRef, repository }: AcceptedRisk,
  place: RiskPlace,
): boolean {
  if (scope === 'everywhere') return true;
  return scope === 'image'
    ? repository === place.repository
    : entityRef === place.entityRef;
}

/**
 * The acceptance by which a finding does not count; the one that holds longest.
 *
 * @param now - ISO time
 */
export function acceptanceOf(
  risks: readonly AcceptedRisk[],
  finding: Vulnerability,
  place: RiskPlace,
  now: string,
): AcceptedRisk | undefined {
  const ids = [finding.id, ...(finding.aliases ?? [])];
  const pkg = packageOf(finding);
  return risks
    .filter(
      risk =>
        ids.includes(risk.vulnerability) &&
        risk.package === pkg &&
        isActiveRisk(risk, now) &&
        isScopedTo(risk, place),
    )
    .sort((a, b) => b.until.localeCompare(a.until))[0];
}

/** An acceptance as the reason why a finding does not count. */
export const suppressedByRisk = (risk: AcceptedRisk): Suppression => ({
  source: 'accepted',
  status: 'accepted',
  reason: risk.reason,
  until: risk.until,
  by: [risk.acceptedBy, ...(risk.allowedBy ? [risk.allowedBy] : [])],
});

/** `in all images of order-service`: where an acceptance holds. */
export function scopeInWords({
  scope,
  entityRef,
  repository,
}: Pick<AcceptedRisk, 'scope' | 'entityRef' | 'repository'>): string {
  if (scope === 'everywhere') return 'in all services';
  return scope === 'image'
    ? `in the image ${repository ?? ''}, whoever runs it`
    : `in all images of ${parseEntityRef(entityRef).name}`;
}

/** `qs`: a package as users know it. */
export function packageInWords({ package: pkg }: Pick<RiskOf, 'package'>) {
  return /^pkg:[^/]+\//.test(pkg)
    ? decodeURIComponent(pkg.replace(/^pkg:[^/]+\//, ''))
    : pkg;
}

/** `CVE-2022-24999 in qs` */
export const riskInWords = (risk: RiskOf) =>
  `${risk.vulnerability} in ${packageInWords(risk)}`;
