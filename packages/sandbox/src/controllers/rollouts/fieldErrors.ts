/** A field whose value is refused, written as Kubernetes' `field.Error`. */
export class InvalidField extends Error {
  constructor(field: string, value: unknown, detail: string) {
    super(
      `${field}: Invalid value: ${
        typeof value === 'string' ? JSON.stringify(value) : String(value)
      }: ${detail}`,
    );
    this.name = 'InvalidField';
  }
}

/** A field that must be there. */
export class RequiredField extends Error {
  constructor(field: string, detail: string) {
    super(`${field}: Required value: ${detail}`);
    this.name = 'RequiredField';
  }
}
