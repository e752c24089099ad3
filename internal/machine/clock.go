package machine

import (
	"time"

	"tripol/internal/form"
)

// ClockState is the closed set of verdicts on the machine's clock.
type ClockState string

// The verdicts.
const (
	ClockPlausible ClockState = ""
	ClockSlow      ClockState = "slow" // earlier than something that has already happened
	ClockFast      ClockState = "fast" // so late that the program or its records would have been idle for years
)

var _ = form.Set("clock_problem", ClockSlow, ClockFast)

// Tolerances of the clock check. A laptop whose battery is empty starts in the past by years; a mistyped year is wrong
// by one year or more. Minutes are the concern of each phone's own clock check.
const (
	backwards = time.Hour            // records later than now by more than this: the clock was turned back
	unbuilt   = 24 * time.Hour       // the build may come from a machine in another time zone
	idle      = 365 * 24 * time.Hour // no record for this long: ask
	outdated  = 4 * 365 * 24 * time.Hour
)

// Clock is the verdict on the machine's clock, with the moment that contradicts it.
type Clock struct {
	State     ClockState
	Now       time.Time
	Reference time.Time
	Records   bool // the reference is the newest record; otherwise the day on which the program was built
}

// CheckClock compares the clock with the day on which the program was built and with the newest record; both may be
// zero. It cannot know the time: it finds only what is impossible (slow) or improbable (fast).
func CheckClock(now, built, newest time.Time) Clock {
	by := func(state ClockState, reference time.Time, records bool) Clock {
		return Clock{State: state, Now: now, Reference: reference, Records: records}
	}
	switch {
	case !newest.IsZero() && newest.Sub(now) > backwards:
		return by(ClockSlow, newest, true)
	case !built.IsZero() && built.Sub(now) > unbuilt:
		return by(ClockSlow, built, false)
	case !newest.IsZero() && now.Sub(newest) > idle:
		return by(ClockFast, newest, true)
	case !built.IsZero() && now.Sub(built) > outdated:
		return by(ClockFast, built, false)
	}
	return Clock{State: ClockPlausible, Now: now}
}
