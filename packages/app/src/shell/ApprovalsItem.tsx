import { SidebarItem } from '@backstage/core-components';
import { NavContentNavItem } from '@backstage/plugin-app-react';
import Badge from '@mui/material/Badge';
import { useAskedOfMe } from '@slipway/plugin-portal-react';

/** The item of approvals, with the number of those that wait for the signed-in user. */
export function ApprovalsItem({
  href,
  icon,
  title,
}: Pick<NavContentNavItem, 'href' | 'icon' | 'title'>) {
  const { approvals } = useAskedOfMe();
  const count = approvals.length;
  return (
    <SidebarItem
      to={href}
      icon={() => (
        <Badge badgeContent={count} color="primary" max={99}>
          {icon}
        </Badge>
      )}
      text={count > 0 ? `${title} (${count})` : title}
    />
  );
}
