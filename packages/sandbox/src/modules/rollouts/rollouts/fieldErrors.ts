/** How Kubernetes prints a value that is refused. @see ErrorBody in apimachinery/pkg/util/validation/field/errors.go */
const printed = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value ?? null);

/** Something wrong with a field, written as Kubernetes' `field.Error`. */
export class WrongField extends Error {
  constructor(field: string, body: string) {
    super(`${field}: ${body}`);
    this.name = 'WrongField';
  }
}

/** A field whose value is refused. */
export const invalidField = (field: string, value: unknown, detail: string) =>
  new WrongField(field, `Invalid value: ${printed(value)}: ${detail}`);

/** A field that must be there. */
export const requiredField = (field: string, detail: string) =>
  new WrongField(field, `Required value: ${detail}`);

/** What the controller itself does not allow. */
export const internalError = (field: string, detail: string) =>
  new WrongField(field, `Internal error: ${detail}`);
