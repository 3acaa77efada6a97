import { screen } from '@testing-library/react';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 20 on the page', () => {
  it('shows the images of the ReplicaSets and where the template comes from', async () => {
    await renderDetail(caseDetails('20-workload-ref').basket);
    expect(screen.getByTestId('image-tag-canary')).toHaveTextContent('2.0.0');
    expect(screen.getByTestId('image-tag-stable')).toHaveTextContent('1.0.0');
    expect(screen.getByText(/^Deployment basket/)).toBeInTheDocument();
  });
});
