import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  NothingSeen,
  reasonSchema,
} from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { compareSeverity } from '../findings/signals';
import { riskAcceptPermission } from '../permissions';
import { SEVERITIES, Severity } from '../types';
import {
  AcceptedRisk,
  isActiveRisk,
  RISK_SCOPES,
  riskInWords,
  RiskOf,
  RiskScope,
  scopeInWords,
} from './risks';

const DAY_MS = 24 * 3_600_000;

const isDate = (value: string) => {
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

/** Arguments: which finding, as severe as it was seen, where, until when, and why. */
export const acceptRiskArgsSchema = z
  .object({
    vulnerability: z.string().trim().min(1).max(100),
    package: z.string().trim().min(1).max(300),
    severity: z.enum(SEVERITIES),
    scope: z.enum(RISK_SCOPES),
    repository: z.string().trim().min(1).max(500).optional(),
    until: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date, as 2026-12-31')
      .refine(isDate, 'must be a date that exists'),
    reason: reasonSchema,
  })
  .strict()
  .refine(
    ({ scope, repository }) =>
      (scope === 'image') === (repository !== undefined),
    'repository must be given with the scope image, and with no other',
  );
export type AcceptRiskArgs = z.infer<typeof acceptRiskArgsSchema>;

/** What can be filled in. */
export interface RiskDraft {
  scope?: RiskScope;
  /** ISO date. */
  until?: string;
  reason?: string;
}

/** A finding of a service that somebody may accept, as a page has it. */
export interface RiskSubject extends RiskOf {
  entityRef: string;
  severity: Severity;
  /** Of the image in which it was seen. */
  repository: string;
}

/** What the server reads for it. */
export interface RiskFacts {
  entityRef: string;
  /** How severe it is where the service has it now; empty: nowhere. */
  severities: readonly Severity[];
  /** Acceptances that are known. */
  risks: readonly AcceptedRisk[];
  /** Longest acceptance, ms. */
  longestMs: number;
}

/** A change of what is accepted. */
export type RiskWrite =
  | { accept: AcceptedRisk }
  | { withdraw: string; by: string; at: string };

/** The types of the action that accepts a risk. */
export interface AcceptRiskTypes extends ActionTypes {
  name: 'accept-risk';
  subject: RiskSubject;
  draft: RiskDraft;
  seen: NothingSeen;
  fresh: RiskFacts;
  write: RiskWrite;
}

const WHY = 'Two users accept a risk: one asks, another one allows it.';

/** `Accepts the critical finding CVE-… in qs until 2026-12-31, in all images of …: why.` */
function wordsOf(args: AcceptRiskArgs, entityRef: string): string {
  return `Accepts the ${
    args.severity === 'unknown' ? '' : `${args.severity} `
  }finding ${riskInWords(args)} until ${args.until}, ${scopeInWords({
    ...args,
    entityRef,
  })}: ${args.reason}`;
}

/**
 * The arguments as they are sent; what is missing is left empty.
 *
 * @returns as the server has them after it has checked them, where they are right
 */
export function acceptRiskArgs(
  { vulnerability, package: pkg, severity, repository }: RiskSubject,
  { scope = 'service', until = '', reason = '' }: RiskDraft,
): AcceptRiskArgs {
  const args: AcceptRiskArgs = {
    vulnerability,
    package: pkg,
    severity,
    scope,
    ...(scope === 'image' ? { repository } : {}),
    until,
    reason,
  };
  const checked = acceptRiskArgsSchema.safeParse(args);
  return checked.success ? checked.data : args;
}

function requireInTime(until: string, now: string, longestMs: number) {
  const today = now.slice(0, 10);
  if (until < today) throw new InputError('args.until must not be over');
  if (Date.parse(until) > Date.parse(today) + longestMs) {
    throw new InputError(
      `args.until must be within ${Math.floor(
        longestMs / DAY_MS,
      )} days: nothing is accepted for longer`,
    );
  }
}

/** Takes a finding out of what counts, for a while, with the leave of somebody else. */
export const acceptRisk = defineAction<AcceptRiskTypes, AcceptRiskArgs>({
  name: 'accept-risk',
  words: { label: 'Accept risk', phrase: 'Accept a risk of' },
  permission: riskAcceptPermission,
  args: acceptRiskArgsSchema,
  risk: { severity: 'high' },
  guard: [],
  gate: () => undefined,
  missing: ({ until, reason }) => {
    if (!until) return 'Choose until when.';
    return reason?.trim() ? undefined : 'Say why it can be accepted.';
  },
  approval: {
    shown: () => WHY,
    required: ({ entityRef }, args) => {
      const [kind, namespace, name] = entityRef.split(/[:/]/);
      return {
        why: WHY,
        words: wordsOf(args, entityRef),
        path: `/catalog/${namespace}/${kind}/${name}/security`,
      };
    },
  },
  preview: (subject, { scope = 'service', until }) => ({
    effect: `${riskInWords(subject)} does not count ${scopeInWords({
      ...subject,
      scope,
    })}${
      until ? ` until ${until}` : ''
    }, also in releases to come: not as open, not as overdue, and it stops no promotion. It stays listed, with your reason.`,
    warnings: [
      ...(scope === 'service'
        ? []
        : ['Other services that have it lose sight of it too.']),
    ],
  }),
  plan: (fresh, args, _seen, { actor, now, id }) => {
    const { entityRef, severities, risks, longestMs } = fresh;
    const known = [...severities].sort(compareSeverity);
    if (known.length === 0) {
      throw new NotFoundError(
        `Nothing of ${entityRef} has ${riskInWords(args)} now.`,
      );
    }
    if (!known.includes(args.severity)) {
      throw new ConflictError(
        `${riskInWords(args)} changed since you looked: its severity is ${
          known[0]
        } now.`,
      );
    }
    requireInTime(args.until, now, longestMs);
    const same = risks.find(
      risk =>
        risk.vulnerability === args.vulnerability &&
        risk.package === args.package &&
        risk.scope === args.scope &&
        (args.scope === 'everywhere' ||
          (args.scope === 'image'
            ? risk.repository === args.repository
            : risk.entityRef === entityRef)) &&
        isActiveRisk(risk, now) &&
        risk.until >= args.until,
    );
    if (same) {
      throw new ConflictError(
        `${riskInWords(args)} is accepted already, until ${same.until}.`,
      );
    }
    const { reason, until } = args;
    return {
      writes: [
        {
          accept: {
            ...args,
            id,
            entityRef,
            acceptedBy: actor,
            acceptedAt: now,
          },
        },
      ],
      before: {},
      after: { ...args, risk: id },
      severity: 'warning',
      summary: `Accept the risk of ${riskInWords(
        args,
      )} until ${until}, ${scopeInWords({ ...args, entityRef })}: ${reason}`,
    };
  },
});
