import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/**
 * The states in which helm leaves a release.
 *
 * @see https://github.com/helm/helm/blob/v3.19.5/pkg/release/status.go
 */
export const HELM_STATUSES = [
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
] as const;
export type HelmStatus = (typeof HELM_STATUSES)[number];

/** A release as `helm list --all --output json` has it. */
export interface HelmRelease {
  name: string;
  namespace: string;
  revision: number;
  status: HelmStatus;
  /** When its status was set, as helm writes it. */
  updated: string;
}

/** A revision as `helm history --output json` has it. */
export interface HelmRevision {
  revision: number;
  status: HelmStatus;
}

// A word of a newer helm is not known: nothing is done about it by itself.
const statusSchema = z
  .string()
  .transform(text => HELM_STATUSES.find(one => one === text) ?? 'unknown');
// `list` writes numbers as text, `history` as numbers.
const revision = z.coerce.number().int().positive();

const releases = z.array(
  z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    revision,
    status: statusSchema,
    updated: z.string(),
  }),
);

const revisions = z.array(z.object({ revision, status: statusSchema }));

function read<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError('The answer of helm is no JSON.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      `The answer of helm is not as expected: ${path.join('.')}: ${message}`,
    );
  }
  return parsed.data;
}

/**
 * Reads `helm list --all --output json`.
 *
 * @throws InputError when it is something else
 */
export function readHelmReleases(text: string): HelmRelease[] {
  return read(releases, text);
}

/**
 * Reads `helm history RELEASE --output json`, oldest revision first.
 *
 * @throws InputError when it is something else
 */
export function readHelmHistory(text: string): HelmRevision[] {
  return read(revisions, text).sort((a, b) => a.revision - b.revision);
}

/** What has to be done before the next `helmfile sync` can succeed. */
export type HelmRecovery =
  | { kind: 'none' }
  /** Helm may still be running: nothing may be changed before it is proven to have ended. */
  | { kind: 'wait'; reason: string }
  /** `args`: of helm, in this order. */
  | { kind: 'run'; args: string[]; reason: string }
  /** No rule covers it: a user decides. */
  | { kind: 'ask'; reason: string };

/** Whether helm refuses to touch a release in this state: "another operation (…) is in progress". */
export function isInterrupted(status: HelmStatus): boolean {
  return status.startsWith('pending-') || status === 'uninstalling';
}

const where = ({ name, namespace }: HelmRelease) => [
  name,
  `--namespace=${namespace}`,
];

const uninstall = (release: HelmRelease, why: string): HelmRecovery => ({
  kind: 'run',
  args: ['uninstall', ...where(release), '--wait'],
  reason: `${release.name} is ${release.status}: ${why}`,
});

function recoverUpgrade(
  release: HelmRelease,
  known: readonly HelmRevision[],
): HelmRecovery {
  const { name, revision: current, status: now } = release;
  const good = known
    .filter(
      one =>
        one.revision < current &&
        (one.status === 'deployed' || one.status === 'superseded'),
    )
    .at(-1);
  if (!good && known.some(one => one.revision === 1)) {
    return uninstall(
      release,
      'helm was interrupted, and no revision since the first was ever complete. What there is of it is deleted; sync then installs it.',
    );
  }
  if (!good) {
    return {
      kind: 'ask',
      reason: `${name} is ${now} at revision ${current}, and none of the earlier revisions that helm still knows was deployed: there is nothing to roll back to, and uninstalling it could delete what runs.`,
    };
  }
  return {
    kind: 'run',
    args: ['rollback', name, String(good.revision), where(release)[1]],
    reason: `${name} is ${now} at revision ${current}: helm was interrupted. Revision ${good.revision} was deployed last and is restored; sync then installs the new one.`,
  };
}

/**
 * What to do about one release after helm was interrupted, from its state in
 * helm's own record. Pure.
 *
 * - `failed` and `deployed` need nothing: the next upgrade starts from there.
 * - `pending-install`: nothing of it was ever complete, so it is uninstalled.
 * - `pending-upgrade`, `pending-rollback`: back to the last revision that was
 *   deployed. Where there was none since the first, it is uninstalled; where
 *   helm has pruned its history, a user decides.
 * - `uninstalling`: uninstalled again, helm resumes.
 *
 * @param history - of this release, read after the release
 * @param ended - true when the process or Job that ran helm is proven to have
 *   ended; a release that was changed by somebody else counts as not ended
 * @see https://github.com/helm/helm/blob/v3.19.5/pkg/action/upgrade.go prepareUpgrade: errPending
 */
export function recoveryOf(
  release: HelmRelease,
  history: readonly HelmRevision[],
  { ended }: { ended: boolean },
): HelmRecovery {
  const { name, status: now, revision: current, updated } = release;
  if (now === 'unknown') {
    return {
      kind: 'ask',
      reason: `The state of ${name} is not known to this version of the portal.`,
    };
  }
  if (!isInterrupted(now)) return { kind: 'none' };
  if (!ended) {
    return {
      kind: 'wait',
      reason: `${name} is ${now} at revision ${current} since ${updated}, and the helm that did it may still be running.`,
    };
  }
  if (now === 'pending-install' && current === 1) {
    return uninstall(
      release,
      'helm was interrupted in its first installation. What there is of it is deleted; sync then installs it.',
    );
  }
  if (now === 'uninstalling') {
    return uninstall(release, 'helm was interrupted. It is uninstalled again.');
  }
  return recoverUpgrade(release, history);
}
