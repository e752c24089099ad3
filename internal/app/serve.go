package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"tripol/frontend"
	"tripol/internal/backup"
	"tripol/internal/exchange"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/summary"
	"tripol/internal/web"
)

// What runs beside the requests, and how often.
const (
	sealEvery   = 200 * time.Millisecond
	countEvery  = time.Second
	verifyEvery = 15 * time.Minute
	waitEvery   = 30 * time.Second
	sweepEvery  = 6 * time.Hour
	removeEvery = time.Minute
	allTime     = 20 * 365 * 24 * time.Hour
	diskEvery   = time.Minute
	drainTime   = 20 * time.Second
)

// ErrDemoOnNetwork refuses to show a database with known passwords to a network.
var ErrDemoOnNetwork = errors.New(
	"this is a demonstration database with known passwords: it is served on a loopback address only",
)

// Serve answers requests until ctx ends; then it stops listening, lets what runs finish, and ends the background work.
func (a *App) Serve(ctx context.Context) (err error) {
	demo, err := a.demo(ctx)
	if err != nil {
		return err
	}
	if near, err := a.onLoopback(); err != nil || (demo && !near) {
		return errors.Join(err, ErrDemoOnNetwork)
	}
	line, err := a.openLine(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			err = nil // told to stop while it was starting
		}
		err = errors.Join(err, line.close())
	}()
	lists, err := exchange.OpenFolder(a.Config.Imports())
	if err != nil {
		return err
	}
	server, err := a.face(ctx, line, lists, demo)
	if err != nil {
		return err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go a.catchUp(background)
	a.every(background, sealEvery, "seal", a.sealAll)
	a.every(background, countEvery, "count", a.countAll)
	a.every(background, verifyEvery, "verify", a.verifyAndLog)
	a.every(background, waitEvery, "decide what waits", a.decideWaiting)
	jobs := a.work(background, lists)
	defer func() { stop(); <-jobs }()
	a.every(background, diskEvery, "look at the disk", a.watchDisk)
	if line != nil {
		a.every(background, lookEvery, "look at the addresses", a.watch(line))
	}

	if err := a.watchDisk(ctx); err != nil {
		return err
	}
	a.warnProxied(line != nil)
	a.sweepFromStart(background, lists)
	return a.answer(ctx, server, line)
}

// warnOfReplication warns when a commit is acknowledged before any of the standbys has it.
func (a *App) warnOfReplication(ctx context.Context) error {
	replication, err := a.Store.Replication(ctx)
	if err == nil && replication.Unprotected() {
		a.Log.Warn("asynchronous Postgres standby: a failover can lose acknowledged entries; "+
			"set synchronous_standby_names on the primary, and synchronous_commit to on",
			slog.Int64("standbys", replication.Standbys), slog.String("synchronous_commit", replication.Commit))
	}
	return err
}

// face builds what answers requests, and says on the console where it is to be found.
func (a *App) face(ctx context.Context, l *line, lists exchange.Folder, demo bool) (*web.Server, error) {
	here := "http://" + a.Config.Addr
	var lan *web.LAN
	if l != nil {
		here, lan = l.machine(), l.lan
		if err := a.announce(l); err != nil {
			return nil, err
		}
	}
	if err := a.warnOfReplication(ctx); err != nil {
		return nil, err
	}
	first, err := a.firstRun(ctx, here)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Imports: lists,
		Store:   a.Store, People: a.People, Reserve: a.Reserve, Intake: a.Intake,
		Keys: a.Keys, PhoneKeys: a.Phones, Photos: a.Config.Photos(),
		Assets:    frontend.Dist(),
		Log:       a.Log,
		PublicURL: a.Config.PublicURL, TrustedProxies: a.Config.TrustedProxies, HelpNumber: a.Config.HelpNumber,
		Zone:  a.Config.Zone,
		First: first, Demo: demo, LAN: lan,
	})
}

// answer serves at every listener until ctx ends or one of them fails, then ends all of them.
func (a *App) answer(ctx context.Context, server *web.Server, l *line) error {
	doors, err := a.doors(ctx, server, l)
	if err != nil {
		return err
	}
	ended := make(chan error, len(doors))
	for _, d := range doors {
		a.Log.Info("listening", slog.String("address", d.at.Addr().String()), slog.String("for", d.whom),
			slog.String("database", string(a.Store.Engine())))
		go func() { ended <- d.serve(d.at) }()
	}
	open := len(doors)
	var failed error
	select {
	case failed = <-ended:
		open--
	case <-ctx.Done():
		a.Log.Info("stopping")
	}
	failed = errors.Join(failed, server.Shutdown(drainTime))
	for _, d := range doors { // one that had not begun to serve is not known to the server yet, and must not begin now
		if err := d.at.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			failed = errors.Join(failed, err)
		}
	}
	for range open {
		failed = errors.Join(failed, <-ended)
	}
	return failed
}

// door is one listener and what serves at it.
type door struct {
	at    net.Listener
	whom  string
	serve func(net.Listener) error
}

func (a *App) doors(ctx context.Context, server *web.Server, l *line) ([]door, error) {
	if l != nil {
		return []door{
			{l.https, "everyone, https", server.Serve},
			{l.plain, "phones that are new, plain http", server.ServePlain},
		}, nil
	}
	var sockets net.ListenConfig
	at, err := sockets.Listen(ctx, "tcp", a.Config.Addr)
	return []door{{at, "everyone", server.Serve}}, err
}

// sweepFromStart removes what is past its time, at once and then on timers: a laptop that is on for five hours a day
// would never come to what waits for six. It runs beside the requests, so that nobody waits for it.
func (a *App) sweepFromStart(ctx context.Context, lists exchange.Folder) {
	for _, sweep := range []struct {
		name   string
		period time.Duration
		work   func(context.Context) error
	}{
		{"remove what a backup left", sweepEvery, func(context.Context) error { return backup.ClearLeft(a.Config.Data) }},
		{"take the reserve of the disk", diskEvery, func(context.Context) error { return a.Reserve.Refill() }},
		{"sweep lists", sweepEvery, func(ctx context.Context) error {
			_, err := lists.Sweep(ctx, a.Store)
			return err
		}},
		{"sweep photos", sweepEvery, a.sweep},
		{"forget words", removeEvery, func(ctx context.Context) error {
			_, err := household.PruneWords(ctx, a.Store)
			return err
		}},
		{"remove erased photos", removeEvery, func(ctx context.Context) error {
			_, err := media.RemoveErased(ctx, a.Store, a.Config.Photos(), 2*sweepEvery)
			return err
		}},
	} {
		go func() {
			a.run(ctx, sweep.name, sweep.work)
			a.tick(ctx, sweep.period, sweep.name, sweep.work)
		}()
	}
}

// every runs work on a timer, in a goroutine that outlives a panic of the work.
func (a *App) every(ctx context.Context, period time.Duration, name string, work func(context.Context) error) {
	go a.tick(ctx, period, name, work)
}

func (a *App) tick(ctx context.Context, period time.Duration, name string, work func(context.Context) error) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			a.run(ctx, name, work)
		}
	}
}

func (a *App) run(ctx context.Context, name string, work func(context.Context) error) {
	if err := guarded(ctx, work); err != nil && ctx.Err() == nil {
		a.Log.Error("background work failed", slog.String("work", name), slog.String("error", err.Error()))
	}
}

func guarded(ctx context.Context, work func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("panic in background work")
			slog.Error("panic", slog.Any("panic", p))
		}
	}()
	return work(ctx)
}

// sealAll seals until nothing waits.
func (a *App) sealAll(ctx context.Context) error {
	for {
		n, err := journal.Seal(ctx, a.Store)
		if err != nil || n == 0 {
			return err
		}
	}
}

// catchUp brings seals and read model up to the newest entry at once: /readyz waits for it.
func (a *App) catchUp(ctx context.Context) {
	a.run(ctx, "seal", a.sealAll)
	a.run(ctx, "count", a.countAll)
}

// countAll moves the kept counts on until they are at the newest seal.
func (a *App) countAll(ctx context.Context) error {
	for {
		more, err := summary.Advance(ctx, a.Store)
		if err != nil || !more {
			return err
		}
	}
}

func (a *App) verifyAndLog(ctx context.Context) error {
	found, err := a.Verify(ctx)
	for _, f := range found {
		a.Log.Error(
			"integrity violation",
			slog.String("check", f.Check),
			slog.String("subject", f.Subject),
			slog.String("detail", f.Detail),
		)
	}
	return err
}

func (a *App) sweep(ctx context.Context) error {
	if _, err := intake.ForgetLate(ctx, a.Store); err != nil {
		return err
	}
	if _, err := media.RemoveErased(ctx, a.Store, a.Config.Photos(), allTime); err != nil {
		return err
	}
	records, err := a.door().SweepStorage(ctx)
	if records > 0 {
		a.Log.Info("settled records of phones removed", slog.Int("records", records))
	}
	if err != nil {
		return err
	}
	n, err := media.Sweep(ctx, a.Store, a.Config.Photos())
	if n > 0 {
		a.Log.Info("unreferenced photos removed", slog.Int("photos", n))
	}
	return err
}

// decideWaiting decides again what phones handed in before what it names, and what was kept for a newer server.
func (a *App) decideWaiting(ctx context.Context) error {
	door := a.door()
	_, waiting := door.ResolveWaiting(ctx)
	_, withheld := door.TakeWithheld(ctx)
	_, due := a.Intake.ReleaseDue(ctx, a.Store)
	return errors.Join(waiting, withheld, due, door.SweepParts(ctx))
}

func (a *App) door() field.Door {
	return field.Door{Store: a.Store, Intake: a.Intake, Keys: a.Phones, Log: a.Log}
}
