import '../lib/styles/base.css';
import './office.css';
import { mount } from 'svelte';
import { startLanguage } from '../lib/i18n.svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('office/index.html has no #app');
await startLanguage(['common', 'office', 'public', 'machine']);
mount(App, { target });
