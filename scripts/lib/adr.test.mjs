import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DECISION_SECTIONS,
  decisions,
  indexLines,
  readDecision,
  readIndex,
} from './adr.mjs';

describe('docs/adr', () => {
  for (const name of decisions()) {
    it(`${name} has a title and the four sections`, () => {
      const { title, sections } = readDecision(name);
      assert.notEqual(title, '');
      assert.deepEqual(sections, DECISION_SECTIONS);
    });
  }

  it('numbers each decision once', () => {
    const numbers = decisions().map(name => name.slice(0, 4));
    assert.deepEqual(numbers, [...new Set(numbers)]);
  });

  it('lists every decision in README.md (node scripts/adr-index.mjs writes it)', () => {
    const lines = readIndex()
      .split('\n')
      .filter(line => line.startsWith('- ['));
    assert.deepEqual(lines, indexLines());
  });
});
