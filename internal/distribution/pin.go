package distribution

import "slices"

// easyPINs are patterns of the keypad that no rule below covers.
var easyPINs = []string{"147258", "258369", "159753", "142536", "121314"}

// easyPIN reports whether a PIN is among the first that anybody tries: fewer than three different digits, digits that
// count up or down (also each repeated, or there and back), a repeated block of up to three digits, a keypad pattern.
// The phone applies the same rule to its worker's PIN (frontend/src/lib/pin.ts); testdata/pins.json compares the two.
func easyPIN(pin string) bool {
	runs := slices.Compact([]byte(pin))
	once := slices.Clone(runs)
	slices.Sort(once)
	return len(slices.Compact(once)) < 3 || counts(runs) || thereAndBack(runs) || repeats(pin) ||
		slices.Contains(easyPINs, pin)
}

// counts reports whether each digit follows the one before by one, up or down; 0 follows 9.
func counts(digits []byte) bool {
	up, down := true, true
	for i := 1; i < len(digits); i++ {
		step := (int(digits[i]) - int(digits[i-1]) + 10) % 10
		up, down = up && step == 1, down && step == 9
	}
	return up || down
}

// thereAndBack reports whether digits without repetitions count to the middle and back.
func thereAndBack(digits []byte) bool {
	middle := len(digits)/2 + 1
	back := slices.Clone(digits)
	slices.Reverse(back)
	return len(digits)%2 == 1 && slices.Equal(digits, back) && counts(digits[:middle])
}

func repeats(pin string) bool {
	for size := 1; size <= 3; size++ {
		if len(pin)%size == 0 && pin[size:] == pin[:len(pin)-size] {
			return true
		}
	}
	return false
}
