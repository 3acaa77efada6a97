import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 29 on the page', () => {
  it('names the Services of ping and pong', async () => {
    await renderDetail(caseDetails('29-ping-pong').basket);
    expect(screen.getByTestId('traffic-stable')).toHaveTextContent(
      '75 % of traffic, stable Service basket-pong',
    );
    expect(screen.getByTestId('traffic-canary')).toHaveTextContent(
      '25 % of traffic, canary Service basket-ping',
    );
    expect(screen.getByLabelText('About this rollout')).toHaveTextContent(
      /Stable Servicebasket-pong.*Canary Servicebasket-ping/,
    );
  });
});
