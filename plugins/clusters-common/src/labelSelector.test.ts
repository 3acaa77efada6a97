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
  it.each(
    labelSelectorVerdicts.selectors.map(
      ({ selector, ...expected }) => [selector, expected] as const,
    ),
  )('%j', (selector, expected) => {
    const own = verdict(selector);
    if (expected.error === undefined) {
      expect(own).toEqual(expected.matches);
      return;
    }
    if (!(own instanceof LabelSelectorError)) {
      throw new Error(`accepted, but: ${expected.error}`);
    }
    // The rules of names are put in fewer words; what was found is the same.
    const said = /found '[^]*$|Invalid value: "(?:[^"\\]|\\.)*"/.exec(
      expected.error,
    )?.[0];
    expect(own.problem).toContain(said);
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
