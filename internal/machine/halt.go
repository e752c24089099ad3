package machine

import "time"

// Halt is a time in which the machine slept or the program was stopped: phones could not reach it.
type Halt struct{ From, To time.Time }

// Reading is one reading of the three clocks of a machine.
type Reading struct {
	Wall  time.Time     // the clock that people set
	Total time.Duration // since the machine was started, with the time it slept
	Awake time.Duration // the same without
}

// Reads a halt from this much on: shorter ones are busy disks.
const (
	slept   = 20 * time.Second
	stopped = time.Minute
	stepped = 2 * time.Minute
)

// Haltmeter finds halts and clock changes between readings that are taken at an interval.
type Haltmeter struct {
	every time.Duration
	last  Reading
}

// NewHaltmeter begins with a first reading; every is the interval of the later ones.
func NewHaltmeter(every time.Duration, first Reading) *Haltmeter {
	return &Haltmeter{every: every, last: first}
}

// Next compares a reading with the one before. It returns the halt between them, zero where there was none, and by how
// much the wall clock was changed meanwhile, zero for less than two minutes.
func (h *Haltmeter) Next(r Reading) (halt Halt, changed time.Duration) {
	total, awake := r.Total-h.last.Total, r.Awake-h.last.Awake
	if total-awake >= slept || total-h.every >= stopped {
		// Counted back from now: the wall clock may have been changed in between.
		halt = Halt{From: r.Wall.Add(-total), To: r.Wall}
	}
	// Round strips the monotonic reading: the wall clocks themselves are compared.
	if changed = r.Wall.Round(0).Sub(h.last.Wall.Round(0)) - total; changed.Abs() < stepped {
		changed = 0
	}
	h.last = r
	return halt, changed
}
