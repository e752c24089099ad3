package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// desk is a command line over a fresh database; typed is its standard input.
func desk(t *testing.T, engine db.Engine, typed string) (*terminal, *bytes.Buffer) {
	t.Helper()
	o := testkit.Fresh(t, engine)
	c := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), DatabaseURL: o.URL, MigrateURL: o.MigrateURL}
	if engine == db.SQLite {
		c.Data = filepath.Dir(o.Path)
	}
	var out bytes.Buffer
	return &terminal{
		ctx: t.Context(), config: c, log: slog.New(slog.DiscardHandler), in: strings.NewReader(typed), out: &out,
	}, &out
}

func TestUserAddReadsThePasswordFromStandardInput(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "a long enough one\n")
		places := importAreasCommand{File: "testdata/districts.csv", Level: "district", Code: "lgd", Name: "name"}
		if err := places.Run(d); err != nil {
			t.Fatal(err)
		}
		add := userAddCommand{
			Login: "kamala", Name: "Kamala Devi", Organisation: "Gosaba Samiti", Language: "bn",
			Role: []string{"coordinator=/304/", "treasurer"},
		}
		if err := add.Run(d); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "kamala can sign in") || strings.Contains(out.String(), "long enough") {
			t.Errorf("it said %q", out)
		}
		err := d.with(func(a *app.App) error {
			in, err := a.People.SignIn(t.Context(), people.Caller{}, "kamala", "a long enough one")
			if err != nil {
				return err
			}
			s, err := people.SessionOf(t.Context(), a.Store, in.Token)
			if !s.Actor.Reaches("/304/2758/", actor.Coordinator) || s.Actor.Reaches("/303/", actor.Coordinator) {
				t.Error("the coordinator's area is not the one that was given")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestImportAreasSaysWhatWasReadKeptAndRefused(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "")
		district := importAreasCommand{
			File: "testdata/districts.csv", Level: "district", Code: "lgd", Name: "name", NameBN: "name_bn",
		}
		if err := district.Run(d); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"read 3, kept 2, unchanged 0, skipped 0, refused 1", "refused: line 4"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in %q", want, out)
			}
		}
		out.Reset()
		if err := district.Run(d); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "kept 0, unchanged 2") {
			t.Errorf("the same file again: %q", out)
		}
	})
}

func TestImportAreasShippedNamesBlocksWithoutPanchayats(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "")
		dry := importAreasCommand{Shipped: []string{"303", "313"}, DryRun: true}
		for _, run := range []struct {
			command importAreasCommand
			want    []string
		}{
			{dry, []string{"dry run: nothing was written", "read 99, kept 99, unchanged 0"}},
			{importAreasCommand{Shipped: []string{"303", "313"}}, []string{
				"North 24 Parganas: 22 blocks, 59 panchayats; 16 blocks without panchayats: Gaighata, Swarupnagar,",
				"Howrah: city areas beside the blocks: Haora", "read 99, kept 99, unchanged 0, skipped 0, refused 0",
			}},
			{importAreasCommand{Shipped: []string{"303", "313"}}, []string{"read 99, kept 0, unchanged 99, skipped 0, refused 0"}},
		} {
			out.Reset()
			if err := run.command.Run(d); err != nil {
				t.Fatal(err)
			}
			for _, want := range run.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in %q", want, out)
				}
			}
		}
		both := importAreasCommand{File: "testdata/districts.csv", Shipped: []string{"303"}}
		for _, refused := range []importAreasCommand{{}, both, {Shipped: []string{"999"}}} {
			if err := refused.Run(d); err == nil {
				t.Errorf("%+v was not refused", refused)
			}
		}
	})
}

func TestVerifyFailsOnABalanceChangedByHand(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "")
		if err := (demoCommand{Families: 150}).Run(d); err != nil {
			t.Fatal(err)
		}
		if err := (verifyCommand{}).Run(d); err != nil || !strings.Contains(out.String(), "All checks passed.") {
			t.Fatalf("%v: %s", err, out)
		}
		out.Reset()
		seen := map[int64]string{1: "00000000"} // no phone saw this
		if err := (verifyCommand{Seen: seen}).Run(d); err == nil || !strings.Contains(out.String(), "order_differs: seq 1") {
			t.Errorf("%v: %s", err, out)
		}
		err := d.with(func(a *app.App) error {
			return a.Store.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec("UPDATE balance SET quantity = quantity + 1 WHERE account LIKE 'household:%'").Error
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := (verifyCommand{}).Run(d); err == nil || !strings.Contains(out.String(), "balance_is_not_its_legs") {
			t.Errorf("%v: %s", err, out)
		}
	})
}

// receive stores a number of a phone's count, with the phone where it is new.
func receive(ctx context.Context, a *app.App, phone string, seq int) error {
	return a.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		for _, statement := range []string{
			`INSERT INTO device (id, first_seen_at, organisation) SELECT ?, created_at, organisation FROM account WHERE login = 'kamala' ON CONFLICT DO NOTHING`,
			`INSERT INTO device_credential (id, device, account, organisation, entry, enrolled_at)
				SELECT d.id, d.id, a.id, a.organisation, a.entry, a.created_at FROM device d, account a
				WHERE d.id = ? ON CONFLICT DO NOTHING`,
		} {
			if err := tx.Exec(statement, phone).Error; err != nil {
				return err
			}
		}
		return tx.Exec(`INSERT INTO device_record (credential, device_seq, entry, digest, organisation)
			SELECT id, ?, entry, ?, organisation FROM device_credential WHERE id = ?`, seq, []byte{1}, phone).Error
	})
}

// Entries that phones have numbered and that were not received are printed, and do not fail the proof; the control has none.
func TestVerifyPrintsOpenGaps(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, out := desk(t, engine, "a long enough one\n")
		add := userAddCommand{Login: "kamala", Name: "Kamala", Organisation: "Gosaba", Language: "bn", Role: []string{"treasurer"}}
		if err := add.Run(d); err != nil {
			t.Fatal(err)
		}
		phone := db.NewID()
		err := d.with(func(a *app.App) error { return receive(t.Context(), a, phone, 1) })
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := (verifyCommand{}).Run(d); err != nil || !strings.Contains(out.String(), "All checks passed.") {
			t.Fatalf("%v: %s", err, out)
		}
		err = d.with(func(a *app.App) error { return receive(t.Context(), a, phone, 4) })
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		said := "not received: phone " + phone + ": entries 2 to 3\n" +
			"2 entries numbered by phones were not received; workers: 1.\n" +
			"All checks of received entries passed.\n" + checked + "\n" + unchecked + "\n"
		if err := (verifyCommand{}).Run(d); err != nil || out.String() != said {
			t.Errorf("%v: %s", err, out)
		}
	})
}

// A protection officer is appointed by two: without --second the command names the missing flag and adds nobody, and a
// wrong password of the second person takes the request back.
func TestUserAddAsksForASecondPerson(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, _ := desk(t, engine, "a long enough one\n")
		run := func(typed, login, role, second string) error {
			d.in, d.lines = strings.NewReader(typed), nil
			return (&userAddCommand{
				Login: login, Name: login, Organisation: "Gosaba Samiti", Language: "en", Role: []string{role}, Second: second,
			}).Run(d)
		}
		const own, seconds = "a long enough one\n", "the second long one\n"
		if err := run(seconds, "chief", "administrator", ""); err != nil {
			t.Fatal(err)
		}
		if err := run(own, "mukti", "protection_officer", ""); !errors.Is(err, app.ErrSecondNeeded) {
			t.Errorf("without a second person: %v", err)
		}
		if err := run(own+"wrong one of it\n", "mukti", "protection_officer", "chief"); !fault.Is(err, "sign_in_failed") {
			t.Errorf("with a wrong password: %v", err)
		}
		if err := run(own+seconds, "mukti", "protection_officer", "chief"); err != nil {
			t.Errorf("by two: %v", err)
		}
		err := d.with(func(a *app.App) error {
			_, err := a.People.SignIn(t.Context(), people.Caller{}, "mukti", "a long enough one")
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// --steward appoints an administrator of everything; the first administrator is a steward without it, and nobody else is.
func TestUserAddAppointsASteward(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		d, _ := desk(t, engine, "a long enough one\n")
		for _, c := range []struct {
			login, role string
			asked, is   bool
			refused     string
		}{
			{"first", "administrator", false, true, ""},
			{"second", "administrator", false, false, ""},
			{"third", "administrator", true, true, ""},
			{"fourth", "administrator=/19/", true, false, "steward_administers"},
			{"fifth", "coordinator", true, false, "steward_administers"},
		} {
			d.in, d.lines = strings.NewReader("a long enough one\n"), nil
			err := (&userAddCommand{
				Login: c.login, Name: c.login, Organisation: "Gosaba Samiti", Language: "en", Role: []string{c.role}, Steward: c.asked,
			}).Run(d)
			if c.refused != "" {
				if !fault.Is(err, c.refused) {
					t.Errorf("%s: %v", c.login, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			err = d.with(func(a *app.App) error {
				known, err := a.People.ByPassword(t.Context(), people.Caller{}, c.login, "a long enough one", "")
				if err != nil {
					return err
				}
				return a.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
					who, err := people.ActingAs(tx, known.Actor.Account)
					if who.Steward != c.is {
						t.Errorf("%s is a steward: %v", c.login, who.Steward)
					}
					return err
				})
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}
