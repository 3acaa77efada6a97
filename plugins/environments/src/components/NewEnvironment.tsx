import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import { formDataQuery, Prefilled } from '../lib/templateLink';
import { templateRouteRef } from '../routes';

/** Opens the form of the template `environment`; nothing where the portal has no templates. */
export function NewEnvironment(props: {
  prefilled?: Prefilled;
  variant?: 'contained' | 'outlined';
  /** Default: `New environment`. */
  label?: string;
}) {
  const {
    prefilled = {},
    variant = 'contained',
    label = 'New environment',
  } = props;
  const template = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'environment',
  });
  if (!template) return null;
  return (
    <Button
      component={Link}
      to={`${template}${formDataQuery(prefilled)}`}
      variant={variant}
      size="small"
      sx={{ textDecoration: 'none' }}
    >
      {label}
    </Button>
  );
}
