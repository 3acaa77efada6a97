import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 11 on the page', () => {
  it('the cards say which revision is active and which is kept', async () => {
    await renderDetail(caseDetails('11-blue-green-after-cutover').basket);
    const active = screen.getByRole('region', { name: 'active, revision 2' });
    expect(active).toHaveTextContent('all traffic, active Service basket');
    const stable = screen.getByRole('region', { name: 'stable, revision 1' });
    expect(stable).toHaveTextContent('no traffic');
    expect(stable).toHaveTextContent('kept for going back');
    expect(screen.getByTestId('serving')).toHaveTextContent(
      'All traffic is on revision 2 (active).',
    );
    expect(
      screen.queryByRole('region', { name: /^(active|preview), revision 1/ }),
    ).toBeNull();
  });
});
