import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 09 on the page', () => {
  it('nothing serves, and nothing is promised', async () => {
    await renderDetail(caseDetails('09-first-deployment-aborted').basket);
    expect(screen.getByTestId('abort-traffic')).toHaveTextContent(
      'The first deployment did not become ready: 0 of 4 pods. There is no earlier revision; nothing serves.',
    );
    expect(screen.getByText('The first deployment failed')).toBeInTheDocument();
    expect(screen.getByTestId('serving')).toHaveTextContent(
      'No pod is ready, nothing serves.',
    );
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('0 %');
    expect(screen.getByTestId('traffic-stable')).toHaveTextContent(
      'no traffic',
    );
    expect(document.body).not.toHaveTextContent(
      /All traffic|The release was aborted|from step 1/,
    );
  });
});
