package field_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// TestMain lets the test's own binary be the server that is killed in the middle of a push.
func TestMain(m *testing.M) {
	if os.Getenv("TRIPOL_TEST_CHILD") != "push" {
		os.Exit(m.Run())
	}
	if err := pushAsChild(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pushAsChild takes a push in a process of its own, and dies when its so-maniest statement has run.
func pushAsChild(ctx context.Context) error {
	dieAt, err := strconv.ParseInt(os.Getenv("TRIPOL_TEST_DIE_AT"), 10, 64)
	if err != nil {
		return err
	}
	var run atomic.Int64
	armed := false
	options := db.Options{URL: os.Getenv("TRIPOL_TEST_URL"), Path: os.Getenv("TRIPOL_TEST_PATH")}
	options.Statements = func(string, int64) {
		if armed && run.Add(1) == dieAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	store, err := db.Open(ctx, options)
	if err != nil {
		return err
	}
	keys := os.Getenv("TRIPOL_TEST_KEYS")
	cards, err := card.OpenKeys(keys)
	if err != nil {
		return err
	}
	phones, err := field.OpenKeys(keys)
	if err != nil {
		return err
	}
	phone, err := people.PhoneOf(ctx, store, people.Token(os.Getenv("TRIPOL_TEST_TOKEN")))
	if err != nil {
		return err
	}
	body, err := os.ReadFile(os.Getenv("TRIPOL_TEST_BODY"))
	if err != nil {
		return err
	}
	armed = true
	door := field.Service{Store: store, Intake: intake.New(cards), Keys: phones, Log: slog.New(slog.DiscardHandler)}
	_, err = door.Push(ctx, phone, body)
	fmt.Println(run.Load())
	return errors.Join(err, store.Close())
}

// killedPush pushes in another process that dies at a statement; it gives how many statements ran when it did not.
func (p *phone) killedPush(token people.Token, body string, dieAt int) (statements int) {
	p.Helper()
	file := filepath.Join(p.TempDir(), "body.json")
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		p.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "TRIPOL_TEST_CHILD=push", "TRIPOL_TEST_PATH="+p.options.Path,
		"TRIPOL_TEST_URL="+p.options.URL, "TRIPOL_TEST_KEYS="+p.keys, "TRIPOL_TEST_TOKEN="+string(token),
		"TRIPOL_TEST_BODY="+file, "TRIPOL_TEST_DIE_AT="+strconv.Itoa(dieAt))
	child.Stderr = os.Stderr
	out, err := child.Output()
	ended, killed := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		n, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			p.Fatal(err)
		}
		return n
	case !killed || ended.ExitCode() != -1:
		p.Fatalf("the child ended otherwise: %v", err)
	}
	return 0
}

// mixed is a batch with a record of every outcome.
func (s *site) mixed() (records []string) {
	family := registration()
	early := registration()
	given := s.handover(s.due[0], 1)
	return []string{
		s.recordOf("household.register", family),
		s.assessment(family.ID),
		s.assessment(early.ID), // before its family
		s.recordOf("household.register", early),
		strings.Replace(s.recordOf("household.register", registration()), `"played"`, `"canary"`, 1), // malformed: kept
		s.recordOf("handover.record", given),
		s.recordOf("handover.undo", distribution.HandoverUndo{ID: db.NewID(), Handover: given.ID, Reason: "by_mistake"}),
		s.recordOf("handover.record", s.handover(s.due[1], 1)),
		s.recordOf("damage.assess", damage.DamageAssess{
			ID: damage.ID(db.NewID()), Household: s.due[0].Household, Grade: 2, House: household.Kutcha,
		}),
	}
}

// tally is the expected number of rows after mixed batches.
type tally struct{ Households, Assessments, Records, Entries, Outcomes, Waiting int }

func (s *site) tally() tally {
	s.Helper()
	return tally{
		s.count("household"), s.count("assessment"), s.count("handover_record"),
		s.count("entry WHERE device = '" + string(s.Credential) + "'"),
		s.count(`outcome o JOIN entry e ON e.id = o.entry WHERE e.device = '` + string(s.Credential) + `'
			AND o.status <> 'deferred'`),
		s.count("deferred"),
	}
}

func (s *site) sound() (open []string) {
	s.Helper()
	s.read(actor.System(), func(tx *db.Tx) error {
		for _, prove := range []func(*db.Tx) ([]journal.Violation, error){journal.Verify, stock.Verify, distribution.Verify} {
			found, err := prove(tx)
			if err != nil {
				return err
			}
			for _, f := range found {
				open = append(open, f.Check+" "+f.Subject)
			}
		}
		return nil
	})
	return open
}

// killable is a site whose one phone hands out and registers.
func killable(t *testing.T, engine db.Engine) *site {
	t.Helper()
	p := newPhone(t, engine)
	s := newSite(p, 2, 0, 0)
	s.Phone = p.enrol("both", actor.OutreachWorker, actor.Distributor)
	return s
}

// B3: a push that is killed at any statement and sent again leaves each record in one final state, the one in which a
// push that nothing happened to leaves it.
func TestB3_APushKilledAnywhereIsSentAgain(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s := killable(t, engine)
		before := s.tally()
		whole := envelope(s.mixed()...)
		statements := s.killedPush(s.pushToken, whole, -1)
		made := s.tally().less(before)
		if statements < 12 || made.Entries != 9 || made.Households != 2 || made.Waiting != 0 {
			t.Fatalf("a push of %d statements made %+v", statements, made)
		}
		step := max(1, statements/max(12, testkit.Scale(50*12)))
		kills := 0
		for at := 1; at <= statements; at += step {
			before := s.tally()
			body := envelope(s.mixed()...)
			if s.killedPush(s.pushToken, body, at) == 0 {
				kills++
			}
			s.push(body)
			if got := s.tally().less(before); got != made {
				t.Errorf("killed at statement %d of %d and sent again it made %+v, not %+v", at, statements, got, made)
			}
		}
		if open := s.sound(); len(open) > 0 {
			t.Errorf("open: %v", open)
		}
		if kills < 12 {
			t.Errorf("only %d pushes were killed", kills)
		}
		t.Logf("killed at %d of %d statements", kills, statements)
	})
}

// The control: a phone that gives its records new ids when it sends them again is seen by the same tally.
func TestB3_Control(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s := killable(t, engine)
		before := s.tally()
		s.push(envelope(s.mixed()...))
		made := s.tally().less(before)
		before = s.tally()
		records := s.mixed()
		statements := s.killedPush(s.pushToken, envelope(records...), -1)
		for i, r := range records { // after a push that went through but whose answer was lost
			records[i] = strings.Replace(r, r[7:43], db.NewID(), 1)
		}
		s.push(envelope(records...))
		if got := s.tally().less(before); got == made {
			t.Errorf("records that were entered twice (%d statements) look like ones entered once: %+v", statements, got)
		}
	})
}

func (a tally) less(b tally) tally {
	return tally{
		a.Households - b.Households, a.Assessments - b.Assessments, a.Records - b.Records, a.Entries - b.Entries,
		a.Outcomes - b.Outcomes, a.Waiting - b.Waiting,
	}
}
