import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

describe('case 16 on the page', () => {
  it('shows pods as kubectl get pods does', async () => {
    await renderDetail(caseDetails('16-native-sidecar-ready-count').basket);
    await userEvent.click(screen.getByRole('button', { name: /^Pods/ }));
    const row = (name: string) => {
      const cells = within(
        screen.getByText(name).closest('tr') as HTMLElement,
      ).getAllByRole('cell');
      return cells.slice(1, 4).map(cell => cell.textContent);
    };
    expect(row('basket-newhash-sidecar-ready')).toEqual([
      'Running',
      '2/2',
      '3',
    ]);
    expect(row('basket-newhash-sidecar-not-ready')).toEqual([
      'Running',
      '1/2',
      '3',
    ]);
    expect(row('basket-oldhash-gated')).toEqual([
      'SchedulingGatedSchedulingGated.',
      '0/1',
      '0',
    ]);
  });
});
