// Easy PINs, by the rule of the server (internal/distribution/pin.go): fewer than three different digits, counting up or
// down, a repeated block, a pattern of the keypad.

const PATTERNS = ['147258', '258369', '159753', '142536', '121314'];

/** Whether a PIN is among the first that anybody tries. */
export function easyPin(pin: string): boolean {
  const runs = pin.replace(/(\d)\1+/g, '$1');
  return (
    new Set(runs).size < 3 || counts(runs) || thereAndBack(runs) || /^(\d{1,3})\1+$/.test(pin) || PATTERNS.includes(pin)
  );
}

/** Whether each digit follows the one before by one, up or down; 0 follows 9. */
function counts(digits: string): boolean {
  const steps = new Set([...digits].slice(1).map((digit, i) => (Number(digit) - Number(digits[i]) + 10) % 10));
  return steps.size === 1 && (steps.has(1) || steps.has(9));
}

/** Whether digits without repetitions count to the middle and back. */
function thereAndBack(digits: string): boolean {
  const back = [...digits].reverse().join('');
  return digits.length % 2 === 1 && digits === back && counts(digits.slice(0, (digits.length + 1) / 2));
}
