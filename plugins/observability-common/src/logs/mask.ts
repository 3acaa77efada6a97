/** What stands for a secret. */
export const MASK = '•••';

/** Which masks there are beside those that are always on. */
export interface MaskOptions {
  /** Addresses of e-mail too. */
  emails: boolean;
}

interface Rule {
  pattern: RegExp;
  /** What is left of a match; by default nothing but {@link MASK}. */
  keep?: (match: string[]) => string | undefined;
}

/** Names of members, headers, parameters and variables that hold secrets. */
const SECRET_NAME =
  '[a-z0-9_.-]{0,40}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|client[_-]?secret|credentials?|session[_-]?id|jsessionid|cvv|cvc|otp)[a-z0-9_-]{0,20}';

/** Whether digits meet the checksum of card numbers (ISO/IEC 7812-1, annex B). */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const named = (value: string): Rule['keep'] => {
  const index = Number(value);
  return match => `${match[index]}${MASK}`;
};

/**
 * In this order. Each is bounded in how far it looks, so that a hostile line
 * costs no more than its length.
 */
const RULES: readonly Rule[] = [
  // A key in PEM, also where it is cut off.
  {
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  },
  // `Authorization: Basic …`, `Proxy-Authorization: Bearer …`, cookies: all up to the end of the value.
  {
    pattern:
      /((?:authorization|cookie|x-auth-token|x-api-key)["']?\s{0,4}[:=]\s{0,4}["']?)[^"'\r\n]{1,4000}/gi,
    keep: named('1'),
  },
  {
    pattern: /(\b(?:bearer|basic)\s{1,4})[\w~+/.=-]{6,4000}/gi,
    keep: named('1'),
  },
  // JSON Web Tokens, wherever they stand.
  { pattern: /\beyJ[\w-]{5,4000}\.[\w-]{5,4000}(?:\.[\w-]{0,4000})?/g },
  // User information in addresses: `postgres://app:pw@db`.
  {
    pattern:
      /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,400}(?=@)/gi,
    keep: named('1'),
  },
  // `password=…`, `"token":"…"`, `api_key: …`; a value in quotes up to their end.
  {
    pattern: new RegExp(
      `((?:^|[^a-z0-9])${SECRET_NAME}\\\\?["']?\\s{0,4}[:=]\\s{0,4})(?:\\\\?"(?:[^"\\\\]|\\\\[^"]){0,2000}\\\\?"?|'[^']{0,2000}'?|[^\\s,;&)}\\]"']{1,2000})`,
      'gi',
    ),
    keep: named('1'),
  },
  // Keys of well-known services.
  {
    pattern:
      /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,255}\b|\bgithub_pat_\w{20,255}\b|\bglpat-[\w-]{20,64}|\bxox[abprs]-[\w-]{10,255}|\bsk_(?:live|test)_\w{10,255}\b|\bAIza[\w-]{35}|\bhvs\.[\w-]{20,255}/g,
  },
  // Card numbers: the last four stay, as on a receipt.
  {
    pattern: /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d])/g,
    keep: ([match]) => {
      const digits = match.replace(/\D/g, '');
      return isLuhn(digits) && !/^(\d)\1*$/.test(digits)
        ? `${MASK}${digits.slice(-4)}`
        : undefined;
    },
  },
];

const EMAIL: Rule = {
  pattern:
    /\b[\w.%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24}\b/gi,
};

/** The text after one more rule. */
function applyRule(
  { text, masked }: { text: string; masked: number },
  { pattern, keep }: Rule,
) {
  let found = 0;
  const rest = text.replace(pattern, (...args: unknown[]) => {
    const match = args.filter((one): one is string => typeof one === 'string');
    const kept = keep ? keep(match) : MASK;
    if (kept === undefined || kept === match[0]) return match[0];
    found += 1;
    return kept;
  });
  return { text: rest, masked: masked + found };
}

/**
 * Takes secrets out of a text: tokens, passwords, keys, card numbers, and
 * e-mail addresses where that is configured. It errs on the side of masking;
 * what a service writes in a form of its own it cannot know.
 *
 * @returns the text, and how many secrets were masked in it
 */
export function maskSecrets(
  text: string,
  options: MaskOptions,
): { text: string; masked: number } {
  const rules = options.emails ? [...RULES, EMAIL] : RULES;
  return rules.reduce(applyRule, { text, masked: 0 });
}
