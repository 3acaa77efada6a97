import { required, unsupported, wrong } from './fieldErrors';
import { isRecord, JsonRecord } from './json';
import { dnsLabelErrors, portNameErrors } from './names';
import { FieldError } from './status';
import { Json } from './types';

/** Parts that rules of kinds are made of. */

export const record = (value: Json | undefined): JsonRecord =>
  isRecord(value) ? value : {};

export const items = (value: Json | undefined): JsonRecord[] =>
  Array.isArray(value) ? value.map(record) : [];

export const each = (
  value: Json | undefined,
  field: string,
  check: (item: JsonRecord, field: string) => FieldError[],
): FieldError[] =>
  items(value).flatMap((item, index) => check(item, `${field}[${index}]`));

export const ruled = (
  value: Json | undefined,
  field: string,
  rule: (text: string) => string[],
): FieldError[] =>
  rule(String(value ?? '')).map(why => wrong(field, value ?? '', why));

export const named = (
  value: Json | undefined,
  field: string,
  rule = dnsLabelErrors,
): FieldError[] => (value ? ruled(value, field, rule) : [required(field)]);

export const oneOf = (
  value: Json | undefined,
  field: string,
  supported: readonly string[],
): FieldError[] => {
  if (!value) return [required(field)];
  return supported.includes(String(value))
    ? []
    : [unsupported(field, value, supported)];
};

const isPort = (value: Json | undefined) =>
  typeof value === 'number' && value >= 1 && value <= 65535;

export const portErrors = (
  value: Json | undefined,
  field: string,
): FieldError[] =>
  isPort(value)
    ? []
    : [wrong(field, value ?? 0, 'must be between 1 and 65535, inclusive')];

export const portOrNameErrors = (
  value: Json | undefined,
  field: string,
): FieldError[] =>
  typeof value === 'string'
    ? ruled(value, field, portNameErrors)
    : portErrors(value, field);
