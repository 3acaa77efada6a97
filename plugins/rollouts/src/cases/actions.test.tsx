import { RawObject } from '@slipway/field-cases';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { caseDetails } from '../__testUtils__/cases';
import { button, renderDetail } from '../__testUtils__/renderDetail';

const BLUE_GREEN = '12-blue-green-undo-is-fast-tracked';
const WINDOW = '13-rollback-window';

const changed =
  (change: (text: string) => string) =>
  (objects: RawObject[]): RawObject[] =>
    JSON.parse(change(JSON.stringify(objects)));

/** Opens the dialog of undo from the list of revisions. */
async function undoTo(revision: number) {
  await userEvent.click(button(`Undo to revision ${revision}`));
  return within(await screen.findByRole('dialog'));
}

const AT_ONCE =
  /Serves all traffic at once: no pause, no analysis \(it is kept until \d\d:\d\d\)\./;

describe('what an action will do, on the page', () => {
  afterEach(() => jest.restoreAllMocks());

  it('case 12: undo to a revision that is kept', async () => {
    await renderDetail(caseDetails(BLUE_GREEN).basket);
    const dialog = await undoTo(1);
    expect(dialog.getByText(AT_ONCE)).toBeInTheDocument();
  });

  it('case 12: the sentence changes when the time is over while the dialog is open', async () => {
    await renderDetail(caseDetails(BLUE_GREEN).basket);
    const dialog = await undoTo(1);
    expect(dialog.getByText(AT_ONCE)).toBeInTheDocument();
    const halfAnHour = Date.now() + 1_800_000;
    jest.spyOn(Date, 'now').mockReturnValue(halfAnHour);
    expect(
      await dialog.findByText(
        /analysis smoke before the promotion decides/,
        undefined,
        { timeout: 5_000 },
      ),
    ).toBeInTheDocument();
    expect(dialog.queryByText(AT_ONCE)).toBeNull();
  }, 15_000);

  it.each<[string, (text: string) => string, number, RegExp]>([
    ['within', text => text, 2, /all steps and analyses are skipped\./],
    [
      'within, two back',
      text => text,
      1,
      /all steps and analyses are skipped\./,
    ],
    [
      'a smaller window',
      text => text.replace('"revisions":3', '"revisions":1'),
      1,
      /It starts at step 1: 25 % of traffic\./,
    ],
    [
      'no window',
      text => text.replace('"rollbackWindow":{"revisions":3},', ''),
      2,
      /It starts at step 1: 25 % of traffic\./,
    ],
  ])('case 13: %s', async (_, change, revision, words) => {
    await renderDetail(caseDetails(WINDOW, changed(change)).basket);
    const dialog = await undoTo(revision);
    expect(dialog.getByText(words)).toBeInTheDocument();
  });

  it('case 11: abort says what moves before and after it is pressed', async () => {
    const { toasts } = await renderDetail(
      caseDetails('11-blue-green-after-cutover').basket,
    );
    expect(button('Abort')).toHaveAttribute(
      'title',
      expect.stringContaining('The active service goes back to revision 1.'),
    );
    await userEvent.click(button('Abort'));
    await waitFor(() => expect(toasts).toHaveLength(1));
    await act(async () => {});
    expect(JSON.stringify(toasts[0].description)).toContain(
      'The active service goes back to revision 1.',
    );
  });

  it('case 18: promote names what is lost', async () => {
    await renderDetail(caseDetails('18-experiment-has-the-traffic').basket);
    await userEvent.click(button('Promote'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText('Experiment basket-newhash-2-0 is terminated.'),
    ).toBeInTheDocument();
  });
});
