import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startFailure } from './start-failure.mjs';

describe('startFailure', () => {
  it("gives the portal's own reason, and none of the log around it", () => {
    const failure = startFailure(
      '{"message":"GET /x 503"}\nSlipway could not start: Set a.b: true.\nAnd c.\n',
      '/logs/portal.log',
    );
    assert.equal(
      failure.message,
      'The portal does not start: Set a.b: true.\nAnd c.',
    );
    assert.match(failure.remedy, /\/logs\/portal\.log$/);
    assert.equal(failure.detail, undefined);
  });

  it('shows the end of the log when it gave none', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    const failure = startFailure(lines.join('\n'), '/logs/portal.log');
    assert.equal(failure.message, 'The portal ended while it was starting.');
    assert.equal(failure.detail.split('\n')[0], 'line 15');
  });
});
