package app

import (
	"context"
	"log/slog"
	"net"
	"runtime"
	"time"

	"tripol/internal/actor"
	"tripol/internal/authority"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/machine"
	"tripol/internal/words"
)

const (
	haltEvery      = 10 * time.Second // between readings of the clocks
	conditionEvery = time.Minute
	dialTime       = 2 * time.Second
)

// watchMachine watches for halts, a wrong clock and a closed network, and reports each in plain words.
func (a *App) watchMachine(ctx context.Context, l *tlsListeners) error {
	first, err := machine.Read(time.Now())
	if err != nil {
		return err
	}
	meter := machine.NewHaltmeter(haltEvery, first)
	a.every(ctx, haltEvery, "look for sleep", func(context.Context) error { return a.measureHalt(meter) })
	a.every(ctx, conditionEvery, "look at the clock", a.checkClock)
	if l == nil {
		return nil
	}
	a.every(ctx, addressCheckEvery, "look at the addresses", a.watch(l))
	if l.lan.Authority == nil {
		return nil
	}
	look := func(ctx context.Context) error { return a.checkNetwork(ctx, l) }
	go a.run(ctx, "look at the network", look)
	a.every(ctx, conditionEvery, "look at the network", look)
	return nil
}

// measureHalt compares the clocks with those of the reading before.
func (a *App) measureHalt(meter *machine.Haltmeter) error {
	now, err := machine.Read(time.Now())
	if err != nil {
		return err
	}
	halt, changed := meter.Next(now)
	if changed != 0 {
		a.Log.Warn("the machine's clock was changed", slog.Duration("by", changed))
	}
	if halt.To.IsZero() {
		return nil
	}
	a.watched.SetHalt(halt)
	a.Log.Warn("the machine slept or the program was stopped: phones could not reach it",
		slog.Time("from", halt.From), slog.Time("to", halt.To))
	return a.tell("machine.slept", func(c *words.Catalogue, in words.Language) words.Args {
		return words.Args{"from": c.Moment(in, halt.From), "to": c.Moment(in, halt.To)}
	})
}

// checkClock compares the machine's clock with the newest record and the day on which the program was built. A wrong
// clock is reported, and the first run refused; nothing else is: a handover that has happened is recorded all the same.
func (a *App) checkClock(ctx context.Context) error {
	var newest db.Instant
	err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		newest, err = journal.NewestSealTime(tx)
		return err
	})
	if err != nil {
		return err
	}
	a.watched.SetReferences(a.built, newest.Time)
	clock := a.watched.Condition(a.Store.Now().Time).Clock
	if clock.State == a.clock {
		return nil
	}
	a.clock = clock.State
	if clock.State == machine.ClockPlausible {
		a.Log.Info("the machine's clock is plausible again")
		return nil
	}
	a.Log.Error("the machine's clock is wrong", slog.String("state", string(clock.State)),
		slog.Time("now", clock.Now), slog.Time("reference", clock.Reference), slog.Bool("records", clock.Records))
	return a.tell("machine.clock."+string(clock.State), func(c *words.Catalogue, in words.Language) words.Args {
		return words.Args{"now": c.Moment(in, clock.Now), "reference": c.Moment(in, clock.Reference)}
	})
}

// checkNetwork finds reasons why phones may not reach this machine.
func (a *App) checkNetwork(ctx context.Context, l *tlsListeners) error {
	network, err := a.networkOf(ctx, l)
	if err != nil || !a.watched.SetNetwork(network) || network == machine.NetworkFine {
		return err
	}
	a.Log.Warn("phones may not reach this machine", slog.String("reason", string(network)))
	return a.tell("machine.network."+string(network), func(*words.Catalogue, words.Language) words.Args {
		return words.Args{"https": l.lan.HTTPSPort, "plain": l.lan.PlainPort}
	})
}

func (a *App) networkOf(ctx context.Context, l *tlsListeners) (machine.Network, error) {
	if near, err := a.onLoopback(); err != nil || near {
		return machine.NetworkFine, err
	}
	here, err := authority.Here()
	if err != nil {
		return machine.NetworkFine, err
	}
	if len(here.Addresses) == 0 {
		return machine.NetworkNone, nil
	}
	dialer := net.Dialer{Timeout: dialTime}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(here.Addresses[0].String(), l.lan.PlainPort))
	if err != nil {
		return machine.NetworkUnreachable, nil //nolint:nilerr // that is the finding
	}
	if err := connection.Close(); err != nil {
		return machine.NetworkFine, err
	}
	if runtime.GOOS != "windows" {
		return machine.NetworkFine, nil
	}
	return machine.Firewall([]string{l.lan.HTTPSPort, l.lan.PlainPort})
}
