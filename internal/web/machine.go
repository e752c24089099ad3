package web

import (
	"github.com/gofiber/fiber/v2"

	"tripol/internal/authority"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/machine"
)

// ConditionView contains the problems of the server's machine, which every page of the office shows, also that for
// signing in. It names no person and no address.
type ConditionView struct {
	DiskFull bool `json:"disk_full"` // nearly full
	// Clock is why the clock cannot be right: ClockNow is what it shows, ClockReference a moment that contradicts it.
	Clock          machine.ClockState `json:"clock" empty:"true"`
	ClockNow       *db.Instant        `json:"clock_now"`
	ClockReference *db.Instant        `json:"clock_reference"`
	// From HaltedFrom to HaltedTo the machine slept or the program was stopped; phones could not reach it.
	HaltedFrom *db.Instant     `json:"halted_from"`
	HaltedTo   *db.Instant     `json:"halted_to"`
	Network    machine.Network `json:"network" empty:"true"` // why phones may not reach it
}

// MachineView is the server's machine for an administrator.
type MachineView struct {
	Here      bool `json:"here"`      // the request comes from the machine itself
	Autostart bool `json:"autostart"` // the program starts with the machine; only known on the machine itself
	// AutostartOffered: the program was started so that it can start with the machine, and the request is from there.
	AutostartOffered bool `json:"autostart_offered"`
	// Phones is the address that phones open first; empty: phones are served elsewhere, or not at all.
	Phones      string   `json:"phones"`
	Fingerprint []string `json:"fingerprint" nullable:"false"` // of the certificate that phones install, in groups
	QRSide      int      `json:"qr_side"`                      // of the QR code of Phones, in modules
	QRPath      string   `json:"qr_path"`                      // as an SVG path
}

// AutostartIn starts the program with the machine, or no longer.
type AutostartIn struct {
	On bool `json:"on" required:"true"`
}

func showCondition(c *call) (ConditionView, error) {
	now := c.server.Machine.Condition(c.server.Store.Now().Time)
	out := ConditionView{
		DiskFull: diskUsed(c.server.Photos) >= disk.AlarmShare, Clock: now.Clock.State, Network: now.Network,
		HaltedFrom: moment(db.At(now.Halt.From)), HaltedTo: moment(db.At(now.Halt.To)),
	}
	if now.Clock.State != machine.ClockPlausible {
		out.ClockNow, out.ClockReference = moment(db.At(now.Clock.Now)), moment(db.At(now.Clock.Reference))
	}
	return out, nil
}

// plausibleClock rejects the first run while the clock is certainly or probably wrong: the records of the installation
// would begin at a wrong time, and nothing is lost by setting the clock first.
func (c *call) plausibleClock() error {
	clock := c.server.Machine.Condition(c.server.Store.Now().Time).Clock
	if clock.State == machine.ClockPlausible {
		return nil
	}
	return fault.New(fault.Conflict, "clock_wrong", "The clock of this machine is wrong. Set it, then try again.").
		With("clock_now", db.At(clock.Now)).With("clock_reference", db.At(clock.Reference))
}

// onMachine reports whether the request comes from the machine itself.
func (c *call) onMachine() bool {
	return c.Context().RemoteIP().IsLoopback() &&
		c.Get(fiber.HeaderXForwardedFor) == "" && c.Get(fiber.HeaderXForwardedProto) == ""
}

func showMachine(c *call) (MachineView, error) {
	out := MachineView{Here: c.onMachine(), Fingerprint: []string{}}
	if out.AutostartOffered = out.Here && c.server.Launch != nil; out.AutostartOffered {
		var err error
		if out.Autostart, err = machine.Autostarts(); err != nil {
			return out, err
		}
	}
	lan := c.server.LAN
	if lan == nil {
		return out, nil
	}
	names := lan.Names()
	if len(names) == 0 {
		return out, nil
	}
	out.Phones = lan.HTTPS(names[0]) + "/field/"
	if lan.Authority != nil {
		out.Phones, out.Fingerprint = lan.Trust(names[0]), authority.Fingerprint(lan.Authority)
	}
	code, err := newQR(out.Phones)
	if err != nil {
		return out, err
	}
	out.QRSide, out.QRPath = code.Side, code.Path
	return out, nil
}

// setAutostart is allowed on the machine itself only: it changes the session of the person who sits there.
func setAutostart(c *call, in AutostartIn) (MachineView, error) {
	if c.server.Launch == nil || !c.onMachine() {
		return MachineView{}, fault.New(fault.Forbidden, "not_on_machine",
			"Autostart can be changed only on the machine itself, where Tripol was started by double-click.")
	}
	if err := machine.SetAutostart(*c.server.Launch, in.On); err != nil {
		return MachineView{}, err
	}
	return showMachine(c)
}
