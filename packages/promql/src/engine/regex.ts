import { whyUnbounded } from '@slipway/plugin-metrics-common';

/** Escapes that mean the same in Go's RE2 and here. */
const SHARED_ESCAPE = /^(?:[abfnrtvdDsSwWB]|x[0-9a-fA-F]{2}|[^A-Za-z0-9])/;

/**
 * A regular expression of Go (RE2), anchored at both ends as in label
 * matchers. What RE2 does not know, or writes so that it would mean something
 * else here, is refused and named.
 *
 * @throws Error that says what is wrong
 * @see model/labels/regexp.go of Prometheus
 */
export function anchoredRegex(pattern: string): RegExp {
  let flags = '';
  let body = pattern;
  const inline = /^\(\?([is]+)\)/.exec(body);
  if (inline) {
    flags = [...new Set(inline[1])].join('');
    body = body.slice(inline[0].length);
  }
  const refuse = (what: string): never => {
    throw new Error(
      `error parsing regexp: ${what} is not supported: \`${pattern}\``,
    );
  };
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] === '\\') {
      const rest = body.slice(at + 1);
      if (!SHARED_ESCAPE.test(rest)) {
        refuse(`\\${rest[0] ?? ''}`);
      }
      at += 1;
    } else if (/^\(\?(?![:P])/.test(body.slice(at))) {
      refuse(body.slice(at, at + 3));
    } else if (body.startsWith('[[:', at)) {
      refuse('[[:');
    }
  }
  const why = whyUnbounded(body, flags.includes('i'));
  if (why) refuse(why);
  const translated = body.replace(/\(\?P</g, '(?<');
  try {
    return new RegExp(`^(?:${translated})$`, flags);
  } catch (error) {
    throw new Error(
      `error parsing regexp: ${error instanceof Error ? error.message : error}`,
    );
  }
}
