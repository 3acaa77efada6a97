import {
  coreExtensionData,
  createExtension,
  createFrontendPlugin,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { resiliencePlugin } from './plugin';

const subPage = (name: string) =>
  SubPageBlueprint.make({
    name,
    attachTo: { id: 'page:portal-app/resilience', input: 'pages' },
    params: {
      path: name.toLowerCase(),
      title: name,
      loader: async () => <p>{`All ${name}`}</p>,
    },
  });

describe('the page of resilience tests', () => {
  it('shows the first tab, and another at a press', async () => {
    const features = createFrontendPlugin({
      pluginId: 'some',
      extensions: [subPage('Faults'), subPage('Loads')],
    });
    renderTestApp({
      features: [resiliencePlugin, features],
      initialRouteEntries: ['/resilience'],
    });
    expect(await screen.findByText('All Faults')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Loads' }));
    expect(await screen.findByText('All Loads')).toBeInTheDocument();
    expect(screen.queryByText(/PAGE NOT FOUND/)).toBeNull();
  });

  it('says that there is nothing at an address that no tab has, and keeps the tabs', async () => {
    const features = createFrontendPlugin({
      pluginId: 'some',
      extensions: [subPage('Faults'), subPage('Loads')],
    });
    renderTestApp({
      features: [resiliencePlugin, features],
      initialRouteEntries: ['/resilience/weather'],
    });
    expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Loads' }));
    expect(await screen.findByText('All Loads')).toBeInTheDocument();
    expect(screen.queryByText(/PAGE NOT FOUND/)).toBeNull();
  });
});

describe('the tab of a service', () => {
  it('shows the sections that features attach', async () => {
    const section = (name: string) =>
      createExtension({
        name,
        attachTo: {
          id: 'entity-content:portal-app/resilience',
          input: 'sections',
        },
        output: [coreExtensionData.reactElement],
        factory: () => [coreExtensionData.reactElement(<p>{name}</p>)],
      });
    const tab = createExtensionTester(
      resiliencePlugin.getExtension('entity-content:portal-app/resilience'),
    )
      .add(section('Faults'))
      .add(section('Loads'));
    render(tab.reactElement());
    expect(await screen.findByText('Faults')).toBeInTheDocument();
    expect(screen.getByText('Loads')).toBeInTheDocument();
  });
});
