import {
  DesignSpec,
  designSpecSchema,
} from '@slipway/plugin-resilience-common';
import { parse, stringify } from 'yaml';

/** A design as YAML. */
export function writeDesign(design: DesignSpec): string {
  return stringify(design);
}

/** Reads a design that was written as YAML; else says at which field it stops. */
export function readDesign(
  text: string,
): { design: DesignSpec } | { error: string } {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return { error: `This is no YAML: ${String(error).split('\n')[0]}.` };
  }
  const read = designSpecSchema.safeParse(value);
  if (read.success) return { design: read.data };
  const [{ path, message }] = read.error.issues;
  return { error: `${path.join('.') || 'The design'}: ${message}.` };
}
