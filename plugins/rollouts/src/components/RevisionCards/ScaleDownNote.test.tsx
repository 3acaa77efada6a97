import { render, screen } from '@testing-library/react';
import { revision } from '../../__testUtils__/fixtures';
import { ScaleDownNote } from './ScaleDownNote';

const at = (seconds: number) =>
  new Date(Date.now() + seconds * 1000).toISOString();
const running = { desired: 2, ready: 2, available: 2 };

describe('ScaleDownNote', () => {
  it.each([
    ['to come', at(90), /^will be scaled down in 1 min$/],
    ['passed', at(-90), /^due to be scaled down since \d{4}-/],
  ])('%s', (_, scaleDownAt, words) => {
    render(
      <ScaleDownNote
        revision={revision(1, { scaleDownAt, replicas: running })}
      />,
    );
    expect(screen.getByTestId('scale-down').textContent).toMatch(words);
  });

  it.each([
    ['no deadline', revision(1, { replicas: running })],
    ['scaled down already', revision(1, { scaleDownAt: at(-90) })],
  ])('nothing with %s', (_, one) => {
    render(<ScaleDownNote revision={one} />);
    expect(screen.queryByTestId('scale-down')).toBeNull();
  });
});
