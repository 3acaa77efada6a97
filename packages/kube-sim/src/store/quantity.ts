/** Resource quantities as Kubernetes reads and writes them. @see apimachinery/pkg/api/resource of Kubernetes */

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

export const QUANTITY_FORMAT =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX = "unable to parse quantity's suffix";

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;

/** Billionths of a number that is written with a scale of a power of ten or two. */
function billionths(
  whole: string,
  fraction: string,
  base: bigint,
  exponent: number,
): bigint {
  // Everything in billionths; what is smaller is rounded up.
  const digits = BigInt(`${whole}${fraction}` || '0');
  let numerator = digits * 10n ** 9n;
  let denominator = 10n ** BigInt(fraction.length);
  if (exponent >= 0) numerator *= base ** BigInt(exponent);
  else denominator *= base ** BigInt(-exponent);
  return (numerator + denominator - 1n) / denominator;
}

/** A number with the largest suffix that leaves it whole. */
function written(value: bigint, suffixes: readonly string[], base: bigint) {
  let mantissa = value;
  let index = 0;
  while (mantissa % base === 0n && index < suffixes.length - 1) {
    mantissa /= base;
    index += 1;
  }
  return `${mantissa}${suffixes[index]}`;
}

function exponentSuffix(value: bigint): string {
  let mantissa = value;
  let exponent = -9;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
}

/**
 * A quantity in the form in which the API server stores it, for example
 * `1500m` for `1.5` and `1Gi` for `1024Mi`.
 *
 * @throws Error in the words of the API server
 */
export function canonicalQuantity(text: string): string {
  const match = SHAPE.exec(text);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match ?? [];
  if (!match || !(whole || fraction)) throw new Error(QUANTITY_FORMAT);
  const scientific = /^[eE]([-+]?\d+)$/.exec(suffix);
  const decimal = DECIMAL.indexOf(suffix);
  const binary = BINARY.indexOf(suffix);
  if (!scientific && decimal < 0 && binary < 0) throw new Error(SUFFIX);
  let amount: bigint;
  if (scientific) {
    amount = billionths(whole, fraction, 10n, Number(scientific[1]));
  } else if (decimal >= 0) {
    amount = billionths(whole, fraction, 10n, 3 * (decimal - 3));
  } else {
    amount = billionths(whole, fraction, 2n, 10 * binary);
  }
  if (amount === 0n) return '0';
  const negative = sign === '-' ? '-' : '';
  if (scientific) return `${negative}${exponentSuffix(amount)}`;
  // Below 1024 a binary quantity is written as a decimal one.
  if (decimal >= 0 || amount < 1024n * 10n ** 9n) {
    return `${negative}${written(amount, DECIMAL, 1000n)}`;
  }
  const rounded = (amount + 10n ** 9n - 1n) / 10n ** 9n;
  return `${negative}${written(rounded, BINARY, 1024n)}`;
}
