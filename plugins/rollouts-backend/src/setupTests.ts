import { takeViolations } from './__testUtils__/stateCheck';

// What every page says is true in every state that any test passes through.
afterEach(() => {
  const violations = takeViolations();
  if (violations.length > 0) {
    throw new Error(
      `Invariants do not hold (docs/contract.md):\n${violations.join('\n')}`,
    );
  }
});
