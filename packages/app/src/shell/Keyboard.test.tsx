import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactNode } from 'react';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import { Keyboard } from './Keyboard';
import { SHORTCUTS } from './shortcuts';

const SEARCH = <input aria-label="Search" />;

function show(page: ReactNode) {
  render(
    <MemoryRouter initialEntries={['/here']}>
      <Keyboard />
      <Routes>
        <Route path="/here" element={<>{page}</>} />
        <Route path="/search" element={SEARCH} />
      </Routes>
    </MemoryRouter>,
  );
}

const searchBox = () => screen.findByRole('textbox', { name: 'Search' });

describe('keys', () => {
  it('lists them at ?, and Escape closes the list and gives the focus back', async () => {
    show(<button>Something</button>);
    screen.getByRole('button').focus();
    await userEvent.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keys' });
    for (const { what } of SHORTCUTS) expect(dialog).toHaveTextContent(what);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('button', { name: 'Something' })).toHaveFocus();
  });

  it('puts the cursor into the search field of the page', async () => {
    show(
      <>
        <input aria-label="Search" />
        <input aria-label="Find a rollout" aria-keyshortcuts="/" />
      </>,
    );
    await userEvent.keyboard('/');
    expect(screen.getByLabelText('Find a rollout')).toHaveFocus();
  });

  it('goes to the search page where there is no field', async () => {
    show(<p>Nothing to search</p>);
    await userEvent.keyboard('/');
    await waitFor(async () => expect(await searchBox()).toHaveFocus());
    await userEvent.keyboard('orders');
    expect(await searchBox()).toHaveValue('orders');
  });

  it('leaves keys alone that belong to a field', async () => {
    show(<textarea aria-label="Reason" />);
    await userEvent.type(screen.getByLabelText('Reason'), 'a/b?');
    expect(screen.getByLabelText('Reason')).toHaveValue('a/b?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('leaves keys alone while a dialog asks', async () => {
    show(
      <>
        <div role="dialog" aria-label="Promote">
          <button>Promote</button>
        </div>
        <input aria-label="Search" />
      </>,
    );
    screen.getByRole('button', { name: 'Promote' }).focus();
    await userEvent.keyboard('/?');
    expect(screen.getByRole('button', { name: 'Promote' })).toHaveFocus();
    expect(screen.queryByRole('dialog', { name: 'Keys' })).toBeNull();
  });

  it('leaves a key alone that the page has answered', async () => {
    const answered = (event: KeyboardEvent) => event.preventDefault();
    document.addEventListener('keydown', answered);
    show(<p>Nothing to search</p>);
    await userEvent.keyboard('/');
    document.removeEventListener('keydown', answered);
    expect(screen.getByText('Nothing to search')).toBeInTheDocument();
  });
});
