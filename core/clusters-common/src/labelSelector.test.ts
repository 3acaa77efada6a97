import { LabelSelectorError, parseLabelSelector } from './labelSelector';
import { labelSelectorVerdicts } from './testUtils';

/** Indexes of the label sets that a selector matches, or its error. */
function verdict(selector: string): number[] | LabelSelectorError {
  try {
    const selects = parseLabelSelector(selector);
    return labelSelectorVerdicts.labels.flatMap((labels, index) =>
      selects(labels) ? [index] : [],
    );
  } catch (error) {
    if (error instanceof LabelSelectorError) return error;
    throw error;
  }
}

describe("parseLabelSelector agrees with the API server's parser", () => {
  const accepted = labelSelectorVerdicts.selectors.flatMap(
    ({ selector, matches }) => (matches ? [[selector, matches] as const] : []),
  );
  const refused = labelSelectorVerdicts.selectors.flatMap(
    ({ selector, error }) => (error ? [[selector, error] as const] : []),
  );

  it.each(accepted)('%j', (selector, matches) => {
    expect(verdict(selector)).toEqual(matches);
  });

  it.each(refused)('%j is refused', (selector, error) => {
    // The rules of names are put in fewer words; what was found is the same.
    const said = /found '[^]*$|Invalid value: "(?:[^"\\]|\\.)*"/.exec(
      error,
    )?.[0];
    expect(verdict(selector)).toMatchObject({
      problem: expect.stringContaining(said ?? error),
    });
  });
});

it.each([
  ['app=orders,', 12, "found '', expected: identifier after ','"],
  ['app=orders,,tier', 12, "found ',', expected: identifier after ','"],
  ['app in orders', 8, "found 'orders' expected: '('"],
  ['  -a=x', 3, 'Invalid value: "-a": name part must consist of'],
  ['tier>a', 6, 'the value must be an integer'],
  ['app in (orders,-bad)', 16, 'Invalid value: "-bad"'],
])('%j: the error has its place', (selector, position, problem) => {
  expect(verdict(selector)).toMatchObject({
    name: 'InputError',
    position,
    problem: expect.stringContaining(problem),
    message: expect.stringMatching(
      new RegExp(`\\(at character ${position}\\)$`),
    ),
  });
});
