export { createPanelServer, SPEED } from './panelServer';
export type { PanelActions, PanelServer } from './panelServer';
