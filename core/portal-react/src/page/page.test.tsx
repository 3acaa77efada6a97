import { renderInTestApp } from '@backstage/frontend-test-utils';
import { render, screen, within } from '@testing-library/react';
import { earlyCode } from './earlyCode';
import { lazyPage } from './lazyPage';
import { PageFrame } from './PageFrame';
import { StepList } from './StepList';

it('shows a skeleton until the code of a page is there', async () => {
  let arrive = (_: () => JSX.Element) => {};
  const Page = lazyPage(
    () =>
      new Promise(resolve => {
        arrive = resolve;
      }),
  );
  render(<Page />);
  expect(
    screen.getByRole('status', { name: 'Loading the page' }),
  ).toBeVisible();
  arrive(() => <p>The page</p>);
  expect(await screen.findByText('The page')).toBeVisible();
});

describe('code of a page', () => {
  afterEach(() => window.history.replaceState(null, '', '/'));

  it.each([
    ['/lamps', 1],
    ['/lamps/porch', 1],
    ['/lampshades', 0],
    ['/', 0],
  ])('at %s is asked for %i times before the page is opened', (path, times) => {
    window.history.replaceState(null, '', path);
    const load = jest.fn(async () => 'code');
    expect(earlyCode('/lamps', load)).toBe(load);
    expect(load).toHaveBeenCalledTimes(times);
  });

  it('that does not come is asked for again when the page is opened', async () => {
    window.history.replaceState(null, '', '/lamps');
    const load = jest.fn(async () => {
      throw new Error('away');
    });
    await expect(earlyCode('/lamps', load)()).rejects.toThrow('away');
    expect(load).toHaveBeenCalledTimes(2);
  });
});

it.each([
  ['first', undefined, 'About lamps'],
  ['one that is asked for', 1, 'About cables'],
])('opens the %s of the steps', (_, start, shown) => {
  render(
    <StepList
      start={start}
      steps={[
        { title: 'Lamps', content: 'About lamps' },
        { title: 'Cables', content: 'About cables' },
      ]}
    />,
  );
  expect(screen.getByText(shown)).toBeVisible();
});

describe('the frame of a page', () => {
  it('shows the way back', async () => {
    renderInTestApp(
      <PageFrame above={[{ title: 'Lamps', to: '/lamps' }]} here="porch">
        The page
      </PageFrame>,
    );
    const way = within(
      await screen.findByRole('navigation', { name: 'Where this is' }),
    );
    expect(way.getByRole('link', { name: 'Lamps' })).toHaveAttribute(
      'href',
      '/lamps',
    );
    expect(way.getByText('porch')).toBeVisible();
  });

  it('shows none where a page above has no address', async () => {
    renderInTestApp(
      <PageFrame above={[{ title: 'Lamps', to: undefined }]} here="porch">
        The page
      </PageFrame>,
    );
    expect(await screen.findByText('The page')).toBeVisible();
    expect(screen.queryByText('porch')).not.toBeInTheDocument();
  });
});
