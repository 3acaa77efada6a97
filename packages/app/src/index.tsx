import '@backstage/cli/asset-types';
import ReactDOM from 'react-dom/client';
import App from './App';
import { plainAddress } from '@slipway/plugin-portal-app';
import '@backstage/ui/css/styles.css';

const { pathname, search, hash } = window.location;
const address = plainAddress(`${pathname}${search}${hash}`);
if (address) window.history.replaceState(null, '', address);

ReactDOM.createRoot(document.getElementById('root')!).render(App.createRoot());
