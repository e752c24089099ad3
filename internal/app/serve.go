package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"tripol/frontend"
	"tripol/internal/backup"
	"tripol/internal/exchange/jobs"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/summary"
	"tripol/internal/web"
)

// Intervals of the background work.
const (
	sealEvery   = 200 * time.Millisecond
	countEvery  = time.Second
	verifyEvery = 15 * time.Minute
	retryEvery  = 30 * time.Second
	rekeyEvery  = time.Minute
	sweepEvery  = 6 * time.Hour
	removeEvery = time.Minute
	allTime     = 20 * 365 * 24 * time.Hour
	diskEvery   = time.Minute
	drainTime   = 20 * time.Second
)

// ErrDemoOnNetwork rejects a network address for a database with known passwords.
var ErrDemoOnNetwork = errors.New(
	"this is a demonstration database with known passwords: it is served on a loopback address only",
)

// Serve serves requests until ctx ends; then it closes the listeners, lets running requests finish, and ends the
// background work.
//
// ErrRestart and ErrUpgrade mean that the office asked for the end.
func (a *App) Serve(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	if err := a.claim(); err != nil {
		return err
	}
	release, err := a.hold()
	if err != nil {
		return errors.Join(err, a.unclaim())
	}
	err = errors.Join(a.serve(ctx, end), release(), a.unclaim())
	if cause := context.Cause(ctx); err == nil && (errors.Is(cause, ErrRestart) || errors.Is(cause, ErrUpgrade)) {
		err = cause
	}
	return err
}

// serve serves until ctx ends; end ends it with a cause.
func (a *App) serve(ctx context.Context, end context.CancelCauseFunc) (err error) {
	demo, err := a.demo(ctx)
	if err != nil {
		return err
	}
	if near, err := a.onLoopback(); err != nil || (demo && !near) {
		return errors.Join(err, ErrDemoOnNetwork)
	}
	line, err := a.openTLS(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			err = nil // stopped during the start
		}
		err = errors.Join(err, line.close())
	}()
	uploads, err := jobs.OpenFolder(a.Config.Imports())
	if err != nil {
		return err
	}
	if err := a.checkClock(ctx); err != nil {
		return err
	}
	backups := a.backups()
	server, err := a.newServer(ctx, web.Options{
		Imports: uploads, Backups: backups, Demo: demo, Upgrades: a.upgrades(func() { end(ErrUpgrade) }),
	}, line, func() { end(ErrRestart) })
	if err != nil {
		return err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	a.startTimers(background)
	worked := a.work(background, uploads)
	defer func() { stop(); <-worked }()
	kept := a.watchBackups(background, backups)
	defer func() { stop(); <-kept }()
	if err := errors.Join(a.watchMachine(background, line), a.watchDisk(ctx)); err != nil {
		return err
	}
	a.warnProxied(line != nil)
	a.sweepFromStart(background, uploads)
	return a.serveListeners(ctx, server, line)
}

// startTimers starts the background work on journal and disk, until ctx ends.
func (a *App) startTimers(background context.Context) {
	go a.catchUp(background)
	go a.run(background, "rebuild search keys", a.rekey)
	a.every(background, rekeyEvery, "rebuild search keys", a.rekey) // after an error; otherwise it reads one row
	a.every(background, sealEvery, "seal", a.sealAll)
	a.every(background, countEvery, "count", a.updateSummaries)
	a.every(background, verifyEvery, "verify", a.verifyAndLog)
	a.every(background, retryEvery, "decide what waits", a.retryDeferred)
	a.every(background, diskEvery, "look at the disk", a.watchDisk)
}

// warnOfReplication warns if commits are acknowledged before a standby has them.
func (a *App) warnOfReplication(ctx context.Context) error {
	replication, err := a.Store.Replication(ctx)
	if err == nil && replication.Unprotected() {
		a.Log.Warn("asynchronous Postgres standby: a failover can lose acknowledged entries; "+
			"set synchronous_standby_names on the primary, and synchronous_commit to on",
			slog.Int64("standbys", replication.Standbys), slog.String("synchronous_commit", replication.Commit))
	}
	return err
}

// newServer builds the web server and prints its URL on the console.
func (a *App) newServer(ctx context.Context, o web.Options, l *tlsListeners, restart func()) (*web.Server, error) {
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
	first, office, err := a.firstRun(ctx, here)
	if err != nil {
		return nil, err
	}
	o.Recovery = a.recovery(first, restart)
	o.Store, o.People, o.Reserve, o.Intake, o.Log = a.Store, a.People, a.Reserve, a.Intake, a.Log
	o.Keys, o.PhoneKeys, o.Photos, o.Assets = a.Keys, a.Phones, a.Config.Photos(), frontend.Dist()
	o.PublicURL, o.TrustedProxies = a.Config.PublicURL, a.Config.TrustedProxies
	o.Machine, o.Launch, a.office = &a.watched, a.Launch, office
	o.HelpNumber, o.Zone, o.First, o.LAN = a.Config.HelpNumber, a.Config.Zone, first, lan
	o.LateWaybillDays = a.Config.LateWaybillDays
	return web.New(o)
}

// serveListeners serves every listener until ctx ends or one of them fails, then closes all of them.
func (a *App) serveListeners(ctx context.Context, server *web.Server, l *tlsListeners) error {
	doors, err := a.endpoints(ctx, server, l)
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
	failed := a.opened()
	if failed != nil {
		a.Log.Error("opening failed", slog.String("error", failed.Error()))
	}
	select {
	case err := <-ended:
		failed = errors.Join(failed, err)
		open--
	case <-ctx.Done():
		a.Log.Info("stopping")
	}
	failed = errors.Join(failed, server.Shutdown(drainTime))
	for _, d := range doors { // Shutdown does not reach a listener that is not serving yet, so it is closed here
		if err := d.at.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			failed = errors.Join(failed, err)
		}
	}
	for range open {
		failed = errors.Join(failed, <-ended)
	}
	return failed
}

// endpoint is one listener with its handler.
type endpoint struct {
	at    net.Listener
	whom  string
	serve func(net.Listener) error
}

func (a *App) endpoints(ctx context.Context, server *web.Server, l *tlsListeners) ([]endpoint, error) {
	if l != nil {
		return []endpoint{
			{l.https, "everyone, https", server.Serve},
			{l.plain, "phones that are new, plain http", server.ServePlain},
		}, nil
	}
	var sockets net.ListenConfig
	at, err := sockets.Listen(ctx, "tcp", a.Config.Addr)
	return []endpoint{{at, "everyone", server.Serve}}, err
}

// sweepFromStart deletes expired data at once and then on timers: a laptop that runs for five hours a day would never
// reach a six-hour timer. It runs in the background, so that no request waits for it.
func (a *App) sweepFromStart(ctx context.Context, uploads jobs.Folder) {
	for _, sweep := range []struct {
		name   string
		period time.Duration
		work   func(context.Context) error
	}{
		{"remove what a backup left", sweepEvery, func(context.Context) error { return backup.ClearLeft(a.Config.Data) }},
		{"take the reserve of the disk", diskEvery, func(context.Context) error { return a.Reserve.Refill() }},
		{"sweep lists", sweepEvery, func(ctx context.Context) error {
			_, err := uploads.Sweep(ctx, a.Store)
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

// every runs work on a timer, in a goroutine that recovers from panics.
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
	if err := recovered(ctx, work); err != nil && ctx.Err() == nil {
		a.Log.Error("background work failed", slog.String("work", name), slog.String("error", err.Error()))
	}
}

func recovered(ctx context.Context, work func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("panic in background work")
			slog.Error("panic", slog.Any("panic", p))
		}
	}()
	return work(ctx)
}

// sealAll seals until no entry is unsealed.
func (a *App) sealAll(ctx context.Context) error {
	for {
		n, err := journal.Seal(ctx, a.Store)
		if err != nil || n == 0 {
			return err
		}
	}
}

// catchUp seals and summarises up to the newest entry at once: /readyz waits for it.
func (a *App) catchUp(ctx context.Context) {
	a.run(ctx, "seal", a.sealAll)
	a.run(ctx, "count", a.updateSummaries)
}

// rekey rebuilds the search keys of families that an older version made, in batches beside the requests.
func (a *App) rekey(ctx context.Context) error {
	n, err := household.Rekey(ctx, a.Store)
	if n > 0 {
		a.Log.Info("search keys rebuilt", slog.Int("households", n))
	}
	return err
}

// updateSummaries updates the summary counts up to the newest seal.
func (a *App) updateSummaries(ctx context.Context) error {
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
	records, err := a.phoneDoor().SweepStorage(ctx)
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

// retryDeferred decides deferred entries again: those that arrived before their dependencies, and those kept for a
// newer version.
func (a *App) retryDeferred(ctx context.Context) error {
	door := a.phoneDoor()
	_, waiting := door.ResolveWaiting(ctx)
	_, withheld := door.TakeWithheld(ctx)
	_, due := a.Intake.ReleaseDue(ctx, a.Store)
	return errors.Join(waiting, withheld, due, door.SweepParts(ctx))
}

func (a *App) phoneDoor() field.Service {
	return field.Service{Store: a.Store, Intake: a.Intake, Keys: a.Phones, Log: a.Log}
}
