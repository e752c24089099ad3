package simulate_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"tripol/internal/config"
	"tripol/internal/simulate"
	"tripol/internal/testkit"
)

// door is the address that phones use, a proxy to a server; without one, every connection is closed at once.
type door struct {
	listener net.Listener

	mutex sync.Mutex
	to    string
	open  map[net.Conn]bool
}

func newDoor(t *testing.T, to string) *door {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{listener: l, to: to, open: map[net.Conn]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			phone, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { d.pass(phone) })
		}
	})
	t.Cleanup(func() {
		d.lead("")
		l.Close()
		all.Wait()
	})
	return d
}

// pass carries bytes both ways until one side ends.
func (d *door) pass(phone net.Conn) {
	defer phone.Close()
	d.mutex.Lock()
	server, err := net.Dial("tcp", d.to)
	if err == nil {
		d.open[phone], d.open[server] = true, true
	}
	d.mutex.Unlock()
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(server, phone) // whichever side ends first ends the other
		server.Close()
	})
	_, _ = io.Copy(phone, server)
	phone.Close()
	both.Wait()
	d.mutex.Lock()
	defer d.mutex.Unlock()
	delete(d.open, phone)
	delete(d.open, server)
}

// lead ends every connection, and leads those that come to another server; to none while it is empty.
func (d *door) lead(to string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.to = to
	for conn := range d.open {
		conn.Close()
	}
}

// failover lets a crowd work while the primary and the server before it die and the standby, cut off before, is promoted. It
// returns the check's findings before and after the phones have synced with a server on the standby.
func failover(t *testing.T, o simulate.Options, size simulate.Size) (before, after simulate.Reconciliation, ran simulate.RunStats) {
	t.Helper()
	primary := testkit.StartCluster(t, "wal_retrieve_retry_interval=100ms")
	first := primary.Fresh("load")
	c := config.Config{Addr: freeAddress(t), Data: t.TempDir(), DatabaseURL: first.URL, MigrateURL: first.MigrateURL}
	s := run(t, c)
	w, err := simulate.Build(t.Context(), s.Store, s.Intake, s.Keys, size)
	if err != nil {
		t.Fatal(err)
	}
	s.ready(t)
	standby := primary.Standby("cut")
	line := newDoor(t, c.Addr)
	o.URL, o.Folder = "http://"+line.listener.Addr().String(), t.TempDir()
	crowd, err := simulate.Start(t.Context(), o, w)
	if err != nil {
		t.Fatal(err)
	}
	if err := crowd.Live(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	primary.AwaitReplay(standby)
	promote := standby.Cut()
	pushes := crowd.Stats().Pushes
	lived := make(chan error, 1)
	go func() { lived <- crowd.Live(context.WithoutCancel(t.Context()), o.Days) }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for crowd.Stats().Pushes < pushes+2*o.Phones { // the crash comes in the middle of the load
		select {
		case <-tick.C:
		case err := <-lived:
			t.Fatalf("the phones have finished before the crash: %v", err)
		}
	}
	line.lead("")
	primary.Stop("immediate")
	if err := <-lived; err != nil {
		t.Fatal(err)
	}
	s.stop()
	promote()

	promoted := standby.Options("load")
	c.Addr, c.DatabaseURL, c.MigrateURL = freeAddress(t), promoted.URL, promoted.MigrateURL
	next := run(t, c)
	next.ready(t)
	if before, err = simulate.Check(t.Context(), next.Store, o.Folder); err != nil {
		t.Fatal(err)
	}
	line.lead(c.Addr)
	if err := crowd.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, err = simulate.Check(t.Context(), next.Store, o.Folder); err != nil {
		t.Fatal(err)
	}
	return before, after, crowd.Stats()
}

// B9: under load, the primary dies with acknowledged entries that its asynchronous standby never received. After the phones have
// synced with the promoted standby, nothing is lost, nothing is doubled, and the stock closes.
func TestB9_AStandbyIsPromotedUnderLoad(t *testing.T) {
	for round := range max(1, testkit.Scale(10)) {
		o := simulate.Options{
			Phones: 6, Days: 4 + testkit.Scale(10), Entries: 6, Doubles: 0.3, Batch: 4, Seed: uint64(90 + round),
		}
		before, after, ran := failover(t, o, simulate.Size{Families: 40, Workers: 3})
		if len(before.Lost) == 0 {
			t.Error("the control: the promoted standby lacks nothing, so nothing could come back")
		}
		if !after.Balanced() {
			t.Errorf("%d lost, %d doubled, %d of %d doubles shown, open: %v\n%v %v", len(after.Lost), len(after.Doubled), after.Seen,
				after.Doubles, after.Discrepancies, after.Lost, after.Doubled)
		}
		t.Logf("%d of %d entries were not on the standby; %d were sent again for gaps, %d phones saw another order",
			len(before.Lost), after.Saved, ran.Resent, ran.Restored)
	}
}
