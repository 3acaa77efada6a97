import { compareDigits, compareText, Order, orderOf } from './parts';

const TOKEN = /[0-9]+|[A-Za-z]+|~|\^/g;

/**
 * Order of one part of an RPM version: segments of digits and of letters;
 * what separates them does not count. `~` sorts before the end, `^` after it.
 *
 * @see rpmio/rpmvercmp.c of rpm
 */
export function compareRpmPart(a: string, b: string): Order {
  if (a === b) return 0;
  const left = a.match(TOKEN) ?? [];
  const right = b.match(TOKEN) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i];
    const other = right[i];
    if (one === '~' || other === '~') {
      if (one !== other) return one === '~' ? -1 : 1;
    } else if (one === '^' || other === '^') {
      if (one === other) continue;
      if (one === undefined) return -1;
      if (other === undefined) return 1;
      return one === '^' ? -1 : 1;
    } else if (one === undefined || other === undefined) {
      return one === undefined ? -1 : 1;
    } else {
      const digits = /^\d/.test(one);
      if (digits !== /^\d/.test(other)) return digits ? 1 : -1;
      const order = digits
        ? compareDigits(one, other)
        : compareText(one, other);
      if (order) return order;
    }
  }
  return orderOf(0);
}

function split(version: string) {
  const match = /^(?:(\d+):)?([^-\s]+)(?:-([^-\s]+))?$/.exec(version.trim());
  return (
    match && { epoch: match[1] ?? '0', version: match[2], release: match[3] }
  );
}

/**
 * Order of `[epoch:]version[-release]`. A release counts only where both have one.
 *
 * @returns undefined when one of them has another form
 */
export function compareRpm(a: string, b: string): Order | undefined {
  const left = split(a);
  const right = split(b);
  if (!left || !right) return undefined;
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareRpmPart(left.version, right.version) ||
    (left.release !== undefined && right.release !== undefined
      ? compareRpmPart(left.release, right.release)
      : 0)
  );
}
