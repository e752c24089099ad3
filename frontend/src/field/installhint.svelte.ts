// Whether the phone is told how to put the app on its home screen: by the browser's own offer, or by steps in pictures where
// the browser makes none. Never again after it was dismissed, nor in the installed app.

const STORED = 'tripol.install';

/** The event by which Chromium offers the installation. */
export interface Offer extends Event {
  prompt(): Promise<unknown>;
}

export type Hint = 'offer' | 'share' | 'menu' | '';

export interface Browser {
  dismissed: boolean;
  /** The app runs from the home screen. */
  standalone: boolean;
  offered: boolean;
  userAgent: string;
  /** A Mac with a touch screen is an iPad. */
  touch: boolean;
}

/** What fits the browser: its offer, the steps of Safari, those of a browser with a menu, or nothing. */
export function hintFor({ dismissed, standalone, offered, userAgent, touch }: Browser): Hint {
  if (dismissed || standalone) return '';
  if (offered) return 'offer';
  if (/iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && touch)) return 'share';
  return userAgent.includes('Android') && userAgent.includes('Firefox') ? 'menu' : '';
}

let offer = $state.raw<Offer | null>(null);
let dismissed = $state(false);

/** Listens for the browser's offer, which comes once and before any screen asks. */
export function awaitOffer(): void {
  dismissed = localStorage.getItem(STORED) !== null;
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // the hint on Today makes the offer, in the worker's language
    offer = event as Offer;
  });
  addEventListener('appinstalled', dismissHint);
}

/** The hint for this browser now. */
export const hint = (): Hint =>
  hintFor({
    dismissed,
    standalone:
      matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true),
    offered: offer !== null,
    userAgent: navigator.userAgent,
    touch: navigator.maxTouchPoints > 1,
  });

/** Lets the browser ask. Whatever is answered, the hint does not return. */
export async function acceptOffer(): Promise<void> {
  await offer?.prompt();
  dismissHint();
}

export function dismissHint(): void {
  dismissed = true;
  offer = null;
  try {
    localStorage.setItem(STORED, 'dismissed');
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a full storage: it returns with the next start
  }
}
