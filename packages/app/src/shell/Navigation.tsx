import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import {
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';
import MenuIcon from '@mui/icons-material/Menu';
import SearchIcon from '@mui/icons-material/Search';
import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import { lazy, Suspense } from 'react';
import { SidebarBadge } from './SidebarBadge';
import { SidebarLogo } from './SidebarLogo';

// Not a part of the first load: it needs the rules of approvals.
const ApprovalsItem = lazy(() =>
  import('./ApprovalsItem').then(m => ({ default: m.ApprovalsItem })),
);

function NavigationItem({ href, icon, title }: NavContentNavItem) {
  const item = <SidebarItem to={href} icon={() => icon} text={title} />;
  return href === '/approvals' ? (
    <Suspense fallback={item}>
      <ApprovalsItem href={href} icon={icon} title={title} />
    </Suspense>
  ) : (
    item
  );
}

/**
 * The side bar. The pages that a user works with stand first and in this order, pages of plugins not named here after
 * them, and what concerns the user at the bottom. A page that is not installed leaves no gap.
 */
export function Navigation({ navItems }: NavContentComponentProps) {
  const items = navItems.withComponent(NavigationItem);
  const main = [
    'page:home',
    'page:catalog',
    'page:scaffolder',
    'page:rollouts',
    'page:portal-app/resilience',
    'page:approvals',
    'page:api-docs',
    'page:sandbox-panel',
  ].map(id => items.take(id));
  const search = items.take('page:search');
  const personal = ['page:notifications', 'page:user-settings'].map(id =>
    items.take(id),
  );
  return (
    <Sidebar>
      <SidebarLogo />
      <SidebarBadge />
      <SidebarGroup label="Menu" icon={<MenuIcon />}>
        <SidebarScrollWrapper>
          {main}
          {items.rest({ sortBy: 'title' })}
        </SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <SidebarGroup label="Search" icon={<SearchIcon />} to="/search">
        {search}
      </SidebarGroup>
      <SidebarGroup label="You" icon={<SettingsIcon />}>
        {personal}
      </SidebarGroup>
    </Sidebar>
  );
}
