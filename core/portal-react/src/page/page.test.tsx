import { render, screen } from '@testing-library/react';
import { earlyCode } from './earlyCode';
import { lazyPage } from './lazyPage';

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
