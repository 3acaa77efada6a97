import {
  LaunchDraft,
  LaunchSubject,
  SuiteAnswer,
  SuiteProfile,
  TargetOffer,
} from '@slipway/plugin-loadtest-common';

/** A suite that can be launched, with its targets. */
export type ValidSuite = Extract<SuiteAnswer, { state: 'valid' }>;

/** What the address says of a launch; each member may be missing or name what is not there. */
export interface LaunchQuery {
  profile?: string;
  /** `gke-prod/ecommerce` */
  at?: string;
  runner?: string;
}

/** What is chosen, as far as it exists. */
export interface LaunchChoice {
  subject: LaunchSubject;
  draft: LaunchDraft;
  profile: SuiteProfile;
  /** Why the guardrails refuse this profile here, with the rule. */
  refused?: string;
  /** Why the chosen runner cannot be used. */
  unusable?: string;
  /** Workers that the profile needs on the target. */
  workers?: number;
}

/** `gke-prod/ecommerce` */
export const placeOf = ({ target }: Pick<TargetOffer, 'target'>): string =>
  `${target.cluster}/${target.namespace}`;

/** Targets in the order in which they are offered: production last. */
export function offeredTargets({
  targets,
}: Pick<ValidSuite, 'targets'>): TargetOffer[] {
  const isProduction = ({ environment }: TargetOffer) =>
    environment === 'prod' ? 1 : 0;
  return [...targets].sort((a, b) => isProduction(a) - isProduction(b));
}

/**
 * What an address chooses of a suite: what it names where that exists, and
 * otherwise the first that is offered; a runner that can be used before one
 * that cannot. Undefined for a suite without profiles or targets.
 */
export function launchChoice(
  entityRef: string,
  answer: ValidSuite,
  query: LaunchQuery,
): LaunchChoice | undefined {
  const { suite, hash } = answer;
  const [firstProfile] = suite.profiles;
  const offers = offeredTargets(answer);
  const [firstOffer] = offers;
  if (!firstProfile || !firstOffer) return undefined;
  const profile =
    suite.profiles.find(({ name }) => name === query.profile) ?? firstProfile;
  const offer = offers.find(one => placeOf(one) === query.at) ?? firstOffer;
  const runner =
    offer.runners.find(one => one.runner === query.runner) ??
    offer.runners.find(one => one.reason === undefined);
  return {
    subject: { entityRef, suite, hash, offer },
    draft: { profile: profile.name, runner: runner?.runner },
    profile,
    refused: offer.refused.find(one => one.profile === profile.name)?.reason,
    unusable: runner?.reason,
    workers: offer.workers.find(one => one.profile === profile.name)?.count,
  };
}
