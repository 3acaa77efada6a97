export { createPanelServer, SPEED } from './panelServer';
export type { PanelActions } from './panelServer';
