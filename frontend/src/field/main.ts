import '../lib/styles/base.css';
import { mount } from 'svelte';
import { startLanguage } from '../lib/i18n.svelte';
import { startLight } from '../lib/light.svelte';
import { keepHomeBelow } from '../lib/router.svelte';
import App from './App.svelte';
import { install } from './install.svelte';
import { awaitOffer } from './installhint.svelte';
import { practising } from './phone/storage/practice';

const target = document.getElementById('app');
if (target === null) throw new Error('field/index.html has no #app');
if (practising) (await import('./practice/network')).closeNetwork(); // before anything can ask
startLight();
awaitOffer();
keepHomeBelow();
await startLanguage(practising ? ['common', 'field', 'practice'] : ['common', 'field']);
mount(App, { target });
void install();
