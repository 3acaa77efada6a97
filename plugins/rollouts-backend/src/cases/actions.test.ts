import { RawObject } from '@slipway/field-cases';
import {
  PreviewArgs,
  previewAction,
  RolloutActionName,
} from '@slipway/plugin-rollouts-common';
import { startCase } from '../__testUtils__/cases';

const BLUE_GREEN = '12-blue-green-undo-is-fast-tracked';
const WINDOW = '13-rollback-window';

/** What the dialog says, from the answer of the detail route. */
async function dialog(
  name: string,
  rollout: string,
  action: RolloutActionName,
  args: PreviewArgs = {},
  change?: (text: string) => string,
): Promise<string> {
  const served = await startCase(
    name,
    change &&
      (objects => JSON.parse(change(JSON.stringify(objects))) as RawObject[]),
  );
  const detail = await served.detail(rollout);
  return previewAction(action, detail, args, { environment: 'stage' }).effect;
}

describe('what an action will do, through the API', () => {
  it('case 12: the detail knows until when the revision is kept', async () => {
    const undo = await dialog(BLUE_GREEN, 'basket', 'undo', { toRevision: 1 });
    expect(undo).toMatch(
      /Serves all traffic at once: no pause, no analysis \(it is kept until \d\d:\d\d\)\./,
    );
  });

  it('case 12: past its time it is analysed and waits', async () => {
    const undo = await dialog(
      BLUE_GREEN,
      'basket',
      'undo',
      { toRevision: 1 },
      text =>
        text.replace(
          /"scale-down-deadline":"[^"]*"/,
          '"scale-down-deadline":"2020-01-01T00:00:00Z"',
        ),
    );
    expect(undo).toContain('analysis smoke before the promotion decides.');
  });

  it.each([
    [1, true],
    [2, true],
  ])(
    'case 13: revision %i is within the window',
    async (toRevision, within) => {
      const undo = await dialog(WINDOW, 'basket', 'undo', { toRevision });
      expect(
        undo.includes(
          'Within the rollback window: all steps and analyses are skipped.',
        ),
      ).toBe(within);
    },
  );

  it('case 13: not within a smaller window', async () => {
    const undo = await dialog(
      WINDOW,
      'basket',
      'undo',
      { toRevision: 1 },
      text => text.replace('"revisions":3', '"revisions":1'),
    );
    expect(undo).toContain('It starts at step 1: 25 % of traffic.');
  });

  it('case 11: abort moves the active service back', async () => {
    expect(
      await dialog('11-blue-green-after-cutover', 'basket', 'abort'),
    ).toContain('The active service goes back to revision 1.');
  });

  it('case 18: what is lost with the experiment', async () => {
    const served = await startCase('18-experiment-has-the-traffic');
    const preview = previewAction(
      'promote',
      await served.detail('basket'),
      {},
      { environment: 'stage' },
    );
    expect(preview.warnings).toContain(
      'Experiment basket-newhash-2-0 is terminated.',
    );
  });
});
