import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

const NAME = '07-max-traffic-weight';

describe('case 07 on the page', () => {
  it('weights and steps are percentages of all traffic', async () => {
    await renderDetail(caseDetails(NAME).basket);
    expect(screen.getByTestId('set-weight')).toHaveTextContent('0.5 %');
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('0.5 %');
    const steps = screen.getByRole('list', { name: 'Steps of the release' });
    expect(steps).toHaveTextContent('0.5 %');
    expect(steps).toHaveTextContent('50 %');
    expect(steps).not.toHaveTextContent('500 %');
    expect(
      screen.getByRole('img', {
        name: '99.5 % of traffic is on revision 1 (stable), 0.5 % on revision 2 (canary). Weight set 0.5 %.',
      }),
    ).toBeInTheDocument();
  });

  it('while stable it is 100 %', async () => {
    await renderDetail(caseDetails(NAME)['basket-done']);
    expect(screen.getByTestId('set-weight')).toHaveTextContent('100 %');
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('100 %');
    expect(document.body).not.toHaveTextContent('1000 %');
  });
});
