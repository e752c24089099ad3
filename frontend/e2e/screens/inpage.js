// Runs inside each page before its own scripts: `tripolScreen.collect` returns the sizes and texts of the screen.

(() => {
  const html = () => document.documentElement;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = document.createElement('canvas').getContext('2d');

  /** Chooses a language by the screen's own switch. */
  async function choose(language) {
    if (language === '' || html().lang === language) return;
    const buttons = [...document.querySelectorAll(`.switch button[lang="${language}"]`)];
    if (buttons.length === 0) throw new Error('the screen has no language switch');
    buttons.at(-1).click();
    for (let tries = 0; html().lang !== language; tries++) {
      if (tries > 300) throw new Error(`the screen does not change to ${language}`);
      await frame();
    }
  }

  /** Waits until the screen is drawn with its fonts. */
  async function drawn() {
    await frame();
    await document.fonts.ready;
    await frame();
  }

  function nameOf(element) {
    const words = element.textContent.replace(/\s+/g, ' ').trim().slice(0, 60);
    return `<${element.tagName.toLowerCase()} ${element.className || element.id}> "${words}"`;
  }

  /** A select does not report its text as overflow: the text is measured. */
  function choiceIsCut(select, style) {
    canvas.font = style.font;
    const text = canvas.measureText(select.selectedOptions[0]?.text ?? '').width;
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    return text > select.clientWidth - padding + 1;
  }

  const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
  const HOLDERS = ['BUTTON', 'TH', 'TD', 'LABEL', 'LEGEND'];

  const holdsText = (element) =>
    HOLDERS.includes(element.tagName) ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim() !== '');

  /** Whether a text below the element reaches over an edge at which the element cuts it. */
  function clipsText(element, style) {
    if (!hides(style.overflowX) && !hides(style.overflowY)) return false;
    const box = element.getBoundingClientRect();
    return [element, ...element.querySelectorAll('*')].filter(holdsText).some((inner) => {
      const range = document.createRange();
      range.selectNodeContents(inner);
      const text = range.getBoundingClientRect();
      const wide = hides(style.overflowX) && (text.right > box.right + 1 || text.left < box.left - 1);
      return wide || (hides(style.overflowY) && (text.bottom > box.bottom + 1 || text.top < box.top - 1));
    });
  }

  function isCut(element) {
    if (element.clientWidth <= 1 || element.clientHeight <= 1) return false; // for screen readers only
    const style = getComputedStyle(element);
    if (style.display === 'inline' || element instanceof HTMLInputElement) return false;
    if (element instanceof HTMLSelectElement) return choiceIsCut(element, style);
    const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
    if (!scrolls && holdsText(element) && element.scrollWidth > element.clientWidth + 1) return true;
    return clipsText(element, style);
  }

  /** The texts of an element itself: those that are read, and those that are spoken. */
  function textsOf(element) {
    if (element.closest('[lang]') !== html() || element.closest('code, pre, .code, .address, .fingerprint')) return [];
    const attributes = ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? '');
    const options = element instanceof HTMLSelectElement ? [...element.options].map((option) => option.text) : [];
    const nodes = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    return [...attributes, ...options, ...nodes.map((node) => node.nodeValue.trim())];
  }

  const INDIC = /[\u0900-\u09ff]/;

  /** Whether an element has a text of its own in a script of which a device may have no font, and asks for none of ours. */
  const lacksFont = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && INDIC.test(node.nodeValue)) &&
    !getComputedStyle(element).fontFamily.includes('Noto Sans');

  async function collect(language) {
    await choose(language);
    await drawn();
    const room = html().clientWidth;
    const tooWide = html().scrollWidth > room;
    const visible = [...document.body.querySelectorAll('*')].filter(
      (element) => element instanceof HTMLElement && element.checkVisibility({ visibilityProperty: true }),
    );
    const outside = visible.filter((element) => tooWide && element.getBoundingClientRect().right > room + 1);
    const sideways = tooWide ? [`${html().scrollWidth} px`, ...outside.slice(0, 2).map(nameOf)] : [];
    const texts = new Set(visible.flatMap(textsOf));
    const fontless = visible.filter(lacksFont).map(nameOf);
    return {
      sideways,
      fontless,
      cut: visible.filter(isCut).map(nameOf),
      texts: [...texts].filter((text) => text !== ''),
    };
  }

  globalThis.tripolScreen = { collect };
})();
