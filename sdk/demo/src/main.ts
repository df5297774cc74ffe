import { SDK_VERSION } from '@banyan/sdk';
import './style.css';

document.querySelector('#app')!.textContent = `Banyan ${SDK_VERSION}`;
