import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { button, renderDetail } from '../__testUtils__/renderDetail';

describe('case 28 on the page', () => {
  it.each(['both-settings', 'before-promotion'])(
    '%s: the preview has no traffic',
    async name => {
      await renderDetail(caseDetails('28-blue-green-waits')[name]);
      expect(
        screen.getByRole('region', { name: 'preview, revision 2' }),
      ).toHaveTextContent('no traffic, preview Service basket-preview');
      expect(
        screen.getByRole('region', { name: 'active and stable, revision 1' }),
      ).toHaveTextContent('all traffic, active Service basket');
    },
  );

  it('promote is closed while the analysis runs', async () => {
    await renderDetail(caseDetails('28-blue-green-waits')['before-promotion']);
    expect(button('Promote')).toHaveAttribute('aria-disabled', 'true');
  });
});
