import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import { ReactNode } from 'react';

/** A page above another one; `to` is its address, where it has one. */
export interface PageAbove {
  title: string;
  to: string | undefined;
}

/** The content of a page below its header, with the way back to what it belongs to. */
export function PageFrame(props: {
  /** Outermost first. The way back is shown where all of them have an address. */
  above?: readonly PageAbove[];
  /** This page, at the end of the way. */
  here?: string;
  children: ReactNode;
}) {
  const { above = [], here, children } = props;
  const links = above.flatMap(({ title, to }) =>
    to === undefined
      ? []
      : [
          <Link key={to} to={to}>
            {title}
          </Link>,
        ],
  );
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {links.length > 0 && links.length === above.length && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          {links}
          <span>{here}</span>
        </Breadcrumbs>
      )}
      {children}
    </Box>
  );
}
