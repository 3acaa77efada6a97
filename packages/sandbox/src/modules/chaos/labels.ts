type Expression = { key: string; operator: string; values?: string[] };

const holds = (
  labels: { [key: string]: string },
  { key, operator, values = [] }: Expression,
): boolean => {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
};

/** Whether labels meet all expressions of a label selector. */
export const matchesLabelSelector = (
  labels: { [key: string]: string },
  expressions: readonly Expression[],
): boolean => expressions.every(expression => holds(labels, expression));
