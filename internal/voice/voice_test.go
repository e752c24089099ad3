package voice_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
	"tripol/internal/voice"
)

// office is a program whose clock is set by the test.
type office struct {
	*testing.T
	s   *db.Store
	now time.Time
}

func newOffice(t *testing.T, engine db.Engine) *office {
	t.Helper()
	o := &office{T: t, now: time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)}
	options := testkit.Fresh(t, engine)
	options.Clock = func() time.Time { return o.now }
	o.s = testkit.Open(t, options)
	testkit.Organisations(t, o.s)
	return o
}

func editor() actor.Actor { return testkit.Actor(actor.Coordinator) }

// uploads stores a recording; another number is another one.
func (o *office) uploads(a actor.Actor, n int) voice.Kept {
	o.Helper()
	kept, err := voice.Keep(o.Context(), o.s, a, testkit.Recording(n))
	if err != nil {
		o.Fatal(err)
	}
	return kept
}

func take[T any](
	o *office, a actor.Actor, kind string, in T, do func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) journal.Outcome {
	o.Helper()
	e := testkit.Entry(kind)
	e.Author, e.Organisation = a.Account, a.Organisation
	var err error
	if e.Payload, err = json.Marshal(in); err != nil {
		o.Fatal(err)
	}
	out, err := journal.Take(o.Context(), o.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e, in) })
	if err != nil {
		o.Fatal(err)
	}
	return out
}

func (o *office) records(a actor.Actor, spoken voice.Text, dialect, file string) journal.Outcome {
	o.Helper()
	in := voice.VoiceRecord{Spoken: spoken, Language: "bn", Dialect: dialect, Words: file, File: file}
	return take(o, a, "voice.record", in, voice.Record)
}

func (o *office) withdraws(a actor.Actor, spoken voice.Text, dialect string) journal.Outcome {
	o.Helper()
	return take(o, a, "voice.withdraw", voice.VoiceWithdraw{Spoken: spoken, Language: "bn", Dialect: dialect}, voice.Withdraw)
}

// list returns the digests of the recordings in force by text.
func (o *office) list(a actor.Actor) map[voice.Text]string {
	o.Helper()
	found := map[voice.Text]string{}
	err := o.s.Read(o.Context(), a, func(tx *db.Tx) error {
		rows, err := voice.List(tx)
		clear(found)
		for _, r := range rows {
			found[r.Spoken] = r.SHA256
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return found
}

func (o *office) opens(a actor.Actor, sha256 string) error {
	return o.s.Read(o.Context(), a, func(tx *db.Tx) error {
		_, err := voice.Open(tx, sha256)
		return err
	})
}

func (o *office) violations() (checks []string) {
	o.Helper()
	err := o.s.Read(o.Context(), actor.System(), func(tx *db.Tx) error {
		found, err := voice.Verify(tx)
		checks = nil
		for _, v := range found {
			checks = append(checks, v.Check)
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return checks
}

// The newest recording of a text is in force, in each dialect by itself, for its organisation alone.
func TestARecordingReplacesTheOneBefore(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		first, second := o.uploads(editor(), 1), o.uploads(editor(), 2)
		o.records(editor(), voice.ConsentWho, "Sadri", first.File)
		if out := o.records(editor(), voice.ConsentWho, "  Sadri ", second.File); out.Status != journal.StatusApplied {
			t.Fatalf("%+v", out)
		}
		o.records(editor(), voice.ConsentWhat, "Sundarbani", first.File)
		got := o.list(editor())
		if got[voice.ConsentWho] != second.File || got[voice.ConsentWhat] != first.File || len(got) != 2 {
			t.Errorf("%v", got)
		}
		foreigner := testkit.Stranger(actor.Coordinator)
		if got := o.list(foreigner); len(got) != 0 || o.opens(foreigner, first.File) == nil || o.opens(editor(), first.File) != nil {
			t.Errorf("another organisation hears %v", got)
		}
		if out := o.records(foreigner, voice.ConsentWho, "Sadri", first.File); out.Code != "not_found" || out.Path != "/file" {
			t.Errorf("a foreign file: %+v", out)
		}
		if found := o.violations(); len(found) != 0 {
			t.Error(found)
		}
		if out := o.withdraws(editor(), voice.ConsentWho, "Sadri"); out.Status != journal.StatusApplied {
			t.Errorf("%+v", out)
		}
		if out := o.withdraws(editor(), voice.ConsentWho, "Sadri"); out.Code != "not_found" {
			t.Errorf("removed twice: %+v", out)
		}
		if got := o.list(editor()); len(got) != 1 || len(o.violations()) != 0 {
			t.Errorf("%v %v", got, o.violations())
		}
	})
}

// Only who may change the organisation's settings records, uploads and removes.
func TestOnlyTheOfficeRecords(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		file := o.uploads(editor(), 1).File
		for _, role := range actor.Roles {
			a := testkit.Actor(role)
			may := slices.Contains(voice.Editors, role)
			_, err := voice.Keep(t.Context(), o.s, a, testkit.Recording(1))
			out := o.records(a, voice.ConsentWho, "Sadri", file)
			gone := o.withdraws(a, voice.ConsentWho, "Sadri")
			for name, did := range map[string]bool{
				"uploaded": err == nil, "recorded": out.Status == journal.StatusApplied, "removed": gone.Status == journal.StatusApplied,
			} {
				if did != may {
					t.Errorf("%s %s: %v", role, name, did)
				}
			}
		}
	})
}

const large = 59_000 // of testkit.Recording: 119 kB, of which three are within the limit of a dialect

// The recordings of a dialect have 400 kB together, whoever adds them at the same time, and a smaller one still fits.
func TestADialectHasARoomOfItsOwn(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		outcomes := make([]journal.Outcome, 6)
		files := make([]string, len(outcomes))
		for i := range files {
			files[i] = o.uploads(editor(), large+i).File
		}
		var all sync.WaitGroup
		for i := range outcomes {
			all.Go(func() { outcomes[i] = o.records(editor(), voice.Texts[i], "Sadri", files[i]) })
		}
		all.Wait()
		applied := 0
		for _, out := range outcomes {
			switch {
			case out.Status == journal.StatusApplied:
				applied++
			case out.Code != "voice_room" || out.Path != "/file" || out.Numbers["kb"] == nil:
				t.Errorf("%+v", out)
			}
		}
		if got := o.list(editor()); applied != 3 || len(got) != 3 {
			t.Errorf("%d were applied, %d are in force", applied, len(got))
		}
		if out := o.records(editor(), "verdict_give", "Sadri", o.uploads(editor(), 1).File); out.Status != journal.StatusApplied {
			t.Errorf("a short one: %+v", out)
		}
		if out := o.records(editor(), "verdict_finished", "Sundarbani", files[0]); out.Status != journal.StatusApplied {
			t.Errorf("another dialect: %+v", out)
		}
		if found := o.violations(); len(found) != 0 {
			t.Error(found)
		}
		// The control: without the program's condition the constraint refuses.
		err := o.s.Write(t.Context(), editor(), func(tx *db.Tx) error {
			return tx.Exec("UPDATE voice_dialect SET size = ? WHERE dialect = 'Sadri'", voice.MostDialectBytes+1).Error
		})
		if err == nil {
			t.Error("the schema accepts more than the limit")
		}
	})
}

// A file above the limit is refused with the limit, and so is one more dialect than an organisation may have.
func TestLimitsOfRecordings(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		_, err := voice.Keep(t.Context(), o.s, editor(), testkit.Recording(voice.MostBytes/2))
		if refused := fault.Of(err); refused == nil || refused.Code != "voice_too_large" || refused.Numbers["kb"] != voice.MostBytes/1000 {
			t.Errorf("too large: %v", err)
		}
		file := o.uploads(editor(), 1).File
		for i := range voice.MostDialects + 1 {
			out := o.records(editor(), voice.ConsentWho, string(rune('A'+i)), file)
			if (out.Status == journal.StatusApplied) != (i < voice.MostDialects) {
				t.Errorf("dialect %d: %+v", i, out)
			}
		}
		if out := o.records(editor(), voice.ConsentWhat, "A", file); out.Status != journal.StatusApplied {
			t.Errorf("another text of a dialect: %+v", out)
		}
		o.withdraws(editor(), voice.ConsentWho, "B")
		if out := o.records(editor(), voice.ConsentWho, "Z", file); out.Status != journal.StatusApplied {
			t.Errorf("in place of a dialect without recordings: %+v", out)
		}
	})
}

// A file without a recording is kept for a day: for the entry that names it, and for phones that still fetch it.
func TestFilesWithoutARecordingAreDeleted(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		used, unused := o.uploads(editor(), 1).File, o.uploads(editor(), 2).File
		o.records(editor(), voice.ConsentWho, "Sadri", used)
		o.now = o.now.Add(23 * time.Hour)
		o.uploads(editor(), 3)
		if err := o.opens(editor(), unused); err != nil {
			t.Errorf("within the day: %v", err)
		}
		o.now = o.now.Add(2 * time.Hour)
		o.uploads(editor(), 4)
		if o.opens(editor(), unused) == nil || o.opens(editor(), used) != nil {
			t.Errorf("unused: %v, used: %v", o.opens(editor(), unused), o.opens(editor(), used))
		}
		if out := o.records(editor(), voice.ConsentWhat, "Sadri", unused); out.Code != "not_found" {
			t.Errorf("an entry with a deleted file: %+v", out)
		}
	})
}

// Verify finds a file that was altered, and a dialect whose size is not that of its recordings.
func TestVerifyFindsAlteredRecordings(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := newOffice(t, engine)
		o.records(editor(), voice.ConsentWho, "Sadri", o.uploads(editor(), 1).File)
		if found := o.violations(); len(found) != 0 {
			t.Fatal(found)
		}
		for statement, check := range map[string]string{
			"UPDATE voice_dialect SET size = size + 1":                 "voice_size",
			"UPDATE voice_file SET sha256 = REPLACE(sha256, 'a', 'b')": "",
			"UPDATE voice_file SET body = ?":                           "voice_changed",
		} {
			var values []any
			if check == "voice_changed" {
				values = append(values, make([]byte, len(testkit.Recording(1))))
			}
			err := o.s.Write(t.Context(), editor(), func(tx *db.Tx) error { return tx.Exec(statement, values...).Error })
			if (err == nil) != (check != "") {
				t.Errorf("%s: %v", statement, err)
			}
			if found := o.violations(); check != "" && !slices.Contains(found, check) {
				t.Errorf("%s: %v", statement, found)
			}
		}
	})
}
