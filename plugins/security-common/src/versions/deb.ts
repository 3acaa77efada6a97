import { compareDigits, Order, orderOf } from './parts';

const VERSION = /^(?:(\d+):)?(\d[A-Za-z0-9.+:~-]*)$/;

/** `~` is before the end, the end before letters, letters before all others. */
function weight(char: string | undefined): number {
  if (char === '~') return -1;
  if (char === undefined) return 0;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}

/** Texts and digits in turn, starting with a text. */
function alternating(part: string): string[] {
  const parts = part.match(/\D+|\d+/g) ?? [];
  return /^\d/.test(part) ? ['', ...parts] : [...parts];
}

function comparePart(a: string, b: string): Order {
  const left = alternating(a);
  const right = alternating(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i] ?? '';
    const other = right[i] ?? '';
    if (i % 2) {
      const order = compareDigits(one, other);
      if (order) return order;
    } else {
      for (let c = 0; c < Math.max(one.length, other.length); c++) {
        const order = orderOf(weight(one[c]) - weight(other[c]));
        if (order) return order;
      }
    }
  }
  return 0;
}

function split(version: string) {
  const match = VERSION.exec(version.trim());
  if (!match) return undefined;
  const at = match[2].lastIndexOf('-');
  return {
    epoch: match[1] ?? '0',
    upstream: at < 0 ? match[2] : match[2].slice(0, at),
    revision: at < 0 ? '' : match[2].slice(at + 1),
  };
}

/**
 * Order of Debian package versions: epoch, upstream version, revision.
 *
 * @returns undefined when one of them is no such version
 * @see lib/dpkg/version.c of dpkg, deb-version(7)
 */
export function compareDeb(a: string, b: string): Order | undefined {
  const left = split(a);
  const right = split(b);
  if (!left || !right) return undefined;
  return (
    compareDigits(left.epoch, right.epoch) ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}
