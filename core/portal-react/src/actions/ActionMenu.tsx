import ArrowDropDownIcon from '@mui/icons-material/ArrowDropDown';
import MoreHorizIcon from '@mui/icons-material/MoreHoriz';
import Button from '@mui/material/Button';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useState } from 'react';
import { ButtonState } from './buttonState';

/** One line of an {@link ActionMenu}. */
export interface ActionMenuItem {
  label: string;
  state: ButtonState;
  onPress: () => void;
}

/** A menu of actions. What cannot be done can still be reached and says why under its name. */
export function ActionMenu(props: {
  label: string;
  kind: 'split' | 'more';
  items: readonly ActionMenuItem[];
}) {
  const { label, kind, items } = props;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const Icon = kind === 'split' ? ArrowDropDownIcon : MoreHorizIcon;
  return (
    <>
      <Button
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor ? id : undefined}
        variant="outlined"
        onClick={event => setAnchor(event.currentTarget)}
        sx={{ minWidth: 36, px: 0.5, ml: kind === 'split' ? 0.25 : 0 }}
      >
        <Icon fontSize="small" />
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        transitionDuration={0}
      >
        {items.map(item => (
          <MenuItem
            key={item.label}
            aria-disabled={!item.state.enabled}
            onClick={() => {
              if (!item.state.enabled) return;
              setAnchor(null);
              item.onPress();
            }}
            sx={{ maxWidth: 360, whiteSpace: 'normal' }}
          >
            <ListItemText
              primary={item.label}
              secondary={item.state.enabled ? undefined : item.state.reason}
              primaryTypographyProps={{
                color: item.state.enabled ? undefined : 'text.disabled',
              }}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
