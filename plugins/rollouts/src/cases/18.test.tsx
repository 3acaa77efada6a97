import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 18 on the page', () => {
  it('the bar, the sentence and the cards have the shares of the experiment', async () => {
    await renderDetail(caseDetails('18-experiment-has-the-traffic').basket);
    expect(screen.getByTestId('serving')).toHaveTextContent(
      "15 % on the experiment's template trial (revision 2)",
    );
    const segments = [
      ...screen.getByTestId('weight-bar').querySelectorAll('[data-segment]'),
    ].map(segment => segment.getAttribute('data-segment'));
    expect(segments).toEqual(['experiment', 'experiment', 'stable']);
    expect(screen.getByTestId('traffic-canary')).toHaveTextContent(
      "15 % of traffic on the experiment's template trial",
    );
    expect(screen.getByTestId('traffic-stable')).toHaveTextContent(
      '70 % of traffic',
    );
  });
});
