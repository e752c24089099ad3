import '../lib/styles/base.css';
import { mount } from 'svelte';
import { startLanguage } from '../lib/i18n.svelte';
import { keepHomeBelow } from '../lib/router.svelte';
import { startSun } from '../lib/sun.svelte';
import App from './App.svelte';
import { install } from './install.svelte';
import { awaitOffer } from './installhint.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('field/index.html has no #app');
startSun();
awaitOffer();
keepHomeBelow();
await startLanguage(['common', 'field']);
mount(App, { target });
void install();
