import { plainText } from '@slipway/plugin-clusters-common';

function plainPart(part: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(part);
  } catch {
    // No valid encoding: nothing decodes it into a text.
    return part;
  }
  return plainText(decoded) === decoded
    ? part
    : encodeURIComponent(plainText(decoded));
}

/**
 * The same address without characters that turn the direction of a text: somebody may have sent it as a link, and pages
 * show parts of it.
 *
 * @returns undefined when it has none
 */
export function plainAddress(address: string): string | undefined {
  const plain = address.replace(/[^/?#&=+]+/g, plainPart);
  return plain === address ? undefined : plain;
}
