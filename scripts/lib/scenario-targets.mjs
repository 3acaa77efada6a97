/**
 * Scenarios that run on several targets, side by side.
 *
 * Rows of a suite are held against each other by the scenario's id. Where more
 * than one target of a suite was to be run, each scenario must have an outcome
 * on each of them: what is missing becomes a failed row.
 *
 * @typedef {{id: string, target: string, outcome: 'passed' | 'failed', seconds: number, suite?: string, part?: string}} Row
 * @typedef {{suite: string, part: string, target: string, isChoice?: boolean}} Expected one target of a suite
 *   whose part was run; `isChoice`: a developer named some of its tests, which may be none that run on several targets
 */

/**
 * @param {Row[]} rows
 * @param {Expected[]} expected
 * @returns {{scenarios: Record<string, Array<Record<string, string>>>, missing: Row[]}}
 *   per suite a line a scenario, `{id, real, sandbox}`, each target with its
 *   outcome, and a failed row for each that is missing
 */
export function sideBySide(rows, expected) {
  const scenarios = {};
  const missing = [];
  for (const suite of new Set(expected.map(one => one.suite))) {
    const targets = expected.filter(one => one.suite === suite);
    const own = rows.filter(row => row.suite === suite);
    const ids = [...new Set(own.map(row => row.id))].sort();
    if (ids.length === 0 && targets.every(({ isChoice }) => isChoice)) continue;
    const outcomeOf = (id, target) => {
      const found = own.filter(row => row.id === id && row.target === target);
      if (found.length === 0) return 'not run';
      return found.every(row => row.outcome === 'passed') ? 'passed' : 'failed';
    };
    scenarios[suite] = ids.map(id => ({
      id,
      ...Object.fromEntries(
        targets.map(({ target }) => [target, outcomeOf(id, target)]),
      ),
    }));
    for (const { part, target } of targets) {
      const lacking = ids.filter(id => outcomeOf(id, target) === 'not run');
      // A part that ended before its first scenario is reported once.
      const reported =
        ids.length === 0 || lacking.length === ids.length
          ? [`${suite} scenarios run on ${target}`]
          : lacking.map(id => `${id} runs on ${target}`);
      if (ids.length > 0 && lacking.length === 0) continue;
      missing.push(
        ...reported.map(id => ({
          part,
          id,
          target,
          outcome: 'failed',
          seconds: 0,
        })),
      );
    }
  }
  return { scenarios, missing };
}

/** One line to users about each suite. */
export function sideBySideText(scenarios) {
  return Object.entries(scenarios).map(([suite, lines]) => {
    const targets = Object.keys(lines[0] ?? {}).filter(name => name !== 'id');
    const passed = lines.filter(line =>
      targets.every(target => line[target] === 'passed'),
    );
    return `${suite}: ${passed.length} of ${
      lines.length
    } scenarios passed on ${targets.join(' and ')}`;
  });
}

/** The summary as JSON: a line a row, so that it can be read and compared. */
export function summaryText({ rows, scenarios, leftOut, ...rest }) {
  const list = (items, indent) =>
    items.length === 0
      ? '[]'
      : `[\n${items
          .map(item => `${indent}  ${JSON.stringify(item)}`)
          .join(',\n')}\n${indent}]`;
  const suites = Object.entries(scenarios).map(
    ([suite, lines]) => `    ${JSON.stringify(suite)}: ${list(lines, '    ')}`,
  );
  const members = [
    ...Object.entries(rest).map(
      ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    ),
    `"leftOut": ${list(leftOut, '  ')}`,
    `"scenarios": ${
      suites.length === 0 ? '{}' : `{\n${suites.join(',\n')}\n  }`
    }`,
    `"rows": ${list(rows, '  ')}`,
  ];
  return `{\n${members.map(member => `  ${member}`).join(',\n')}\n}\n`;
}
