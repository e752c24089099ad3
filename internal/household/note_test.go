package household_test

import (
	"bytes"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// protect sets a protection key for the test organisation and returns its private half.
func protect(t *testing.T, s *db.Store) seal.Identity {
	t.Helper()
	key, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	officer := testkit.Actor(actor.ProtectionOfficer)
	enter(t, s, actor.System(), people.OrganisationAdd{ID: testkit.Organisation, Name: "Test"}, people.AddOrganisation)
	enter(t, s, actor.System(), people.AccountAdd{
		ID: officer.Account, Organisation: testkit.Organisation, Login: "officer", Name: "Officer", Language: "en",
		Grants: []people.Grant{{Role: actor.ProtectionOfficer, AreaPath: "/"}},
	}, people.AddAccount)
	enter(t, s, officer, people.ProtectionJoin{Recipient: key.Recipient(), Secret: []byte("sealed")}, people.JoinProtection)
	enter(t, s, officer, people.ProtectionFound{Recipient: key.Recipient(), Wrapped: []byte("wrapped")}, people.FoundProtection)
	return key
}

func enter[T any](
	t *testing.T, s *db.Store, a actor.Actor, in T, change func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) {
	t.Helper()
	e := testkit.Entry("protection.test")
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return change(tx, e, in) })
	if err != nil || o.Status != journal.StatusApplied {
		t.Fatalf("%T: %+v %v", in, o, err)
	}
}

func blob(t *testing.T, key seal.Identity, text string) []byte {
	t.Helper()
	b, err := household.SealNote(key.Recipient(), text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func inside(t *testing.T, key seal.Identity, b []byte) string {
	t.Helper()
	plain, err := key.Open(b, household.NoteSize)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain[2 : 2+int(plain[0])<<8+int(plain[1])])
}

// B53: every entry about a household leaves a blob of one size, with a note, an empty one or none.
func TestB53_HavingANoteShowsNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		key := protect(t, s)
		with, without, imported := registration(nil), registration(nil), registration(nil)
		with.SealedNote, without.SealedNote = blob(t, key, strings.Repeat("ভয়", 60)), blob(t, key, "")
		for _, in := range []household.HouseholdRegister{with, without, imported} {
			journalled(t, s, "household.register", in, household.Register)
		}
		sizes := sizesOf(t, s)
		if len(sizes) != 3 || sizes[0] != sizes[1] || sizes[1] != sizes[2] || sizes[0] != household.NoteSize {
			t.Errorf("blobs of %v bytes", sizes)
		}
		if a, b := bodyOf(t, s, with.ID), bodyOf(t, s, without.ID); len(a) != len(b) {
			t.Errorf("the entries are %d and %d bytes long", len(a), len(b))
		}
		if got := inside(t, key, openedBy(t, s, imported.ID)); got != "" {
			t.Errorf("the program's own blob holds %q", got)
		}
		if got := inside(t, key, openedBy(t, s, with.ID)); got != strings.Repeat("ভয়", 60) {
			t.Errorf("the note reads %q", got)
		}
	})
}

// The control: for unpadded notes the same comparison detects which family has one.
func TestB53_ControlUnpadded(t *testing.T) {
	key, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	with, err := seal.Seal([]byte("why"), key.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	without, err := seal.Seal(nil, key.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if len(with) == len(without) {
		t.Error("the comparison of sizes sees no difference even without padding")
	}
	if household.CheckBlob("/sealed_note", with) == nil {
		t.Error("a blob of another size is taken")
	}
}

func sizesOf(t *testing.T, s *db.Store) (sizes []int) {
	t.Helper()
	read(t, s, actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT LENGTH(blob) FROM sealed_note ORDER BY entry").Scan(&sizes).Error
	})
	return sizes
}

func bodyOf(t *testing.T, s *db.Store, id household.ID) []byte {
	t.Helper()
	var body struct{ Payload []byte }
	read(t, s, actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT b.payload FROM entry_body b JOIN household h ON h.entry = b.entry WHERE h.id = ?", string(id)).
			Scan(&body).Error
	})
	return body.Payload
}

// openedBy opens a household's notes as the officer and returns the newest.
func openedBy(t *testing.T, s *db.Store, id household.ID) []byte {
	t.Helper()
	officer := testkit.Actor(actor.ProtectionOfficer)
	opening := testkit.Entry("note.open")
	write(t, s, officer, func(tx *db.Tx) error {
		_, err := household.OpenNotes(tx, opening, household.NoteOpen{Household: id, Reason: "visit"})
		return err
	})
	var notes []household.Note
	read(t, s, officer, func(tx *db.Tx) (err error) {
		notes, err = household.Notes(tx, id, opening.ID)
		return err
	})
	if len(notes) != 1 {
		t.Fatalf("%d notes", len(notes))
	}
	return notes[0].Blob
}

// B51: notes are returned only to the officer who recorded a reason, for this household, and for a limited time.
func TestB51_NotesAreOpenedWithAReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		key := protect(t, s)
		in, other := registration(nil), registration(nil)
		in.SealedNote = blob(t, key, "canary")
		for _, r := range []household.HouseholdRegister{in, other} {
			journalled(t, s, "household.register", r, household.Register)
		}
		officer, opening := testkit.Actor(actor.ProtectionOfficer), testkit.Entry("note.open")
		write(t, s, officer, func(tx *db.Tx) error {
			_, err := household.OpenNotes(tx, opening, household.NoteOpen{Household: in.ID, Reason: "refer"})
			return err
		})
		for name, c := range map[string]struct {
			who     actor.Actor
			id      household.ID
			opening journal.EntryID
			code    string
		}{
			"the officer":             {officer, in.ID, opening.ID, ""},
			"another officer":         {testkit.Other(actor.ProtectionOfficer), in.ID, opening.ID, "notes_shut"},
			"another household":       {officer, other.ID, opening.ID, "notes_shut"},
			"no opening":              {officer, in.ID, testkit.Entry("x").ID, "notes_shut"},
			"a coordinator":           {testkit.Actor(actor.Coordinator), in.ID, opening.ID, "role_missing"},
			"an administrator":        {testkit.Actor(actor.Administrator), in.ID, opening.ID, "role_missing"},
			"the worker who wrote it": {worker, in.ID, opening.ID, "role_missing"},
		} {
			read(t, s, c.who, func(tx *db.Tx) error {
				notes, err := household.Notes(tx, c.id, c.opening)
				if c.code == "" && (err != nil || len(notes) != 1 || !bytes.Equal(notes[0].Blob, in.SealedNote)) {
					t.Errorf("%s: %d notes, %v", name, len(notes), err)
				}
				if c.code != "" && (!fault.Is(err, c.code) || len(notes) > 0) {
					t.Errorf("%s: %d notes, %v", name, len(notes), err)
				}
				return nil
			})
		}
		for _, who := range []actor.Actor{worker, testkit.Actor(actor.Coordinator), testkit.Stranger(actor.ProtectionOfficer)} {
			write(t, s, who, func(tx *db.Tx) error {
				_, err := household.OpenNotes(tx, testkit.Entry("note.open"), household.NoteOpen{Household: in.ID, Reason: "refer"})
				if fault.Of(err) == nil {
					t.Errorf("opened by %v", who.Grants)
				}
				return nil
			})
		}
	})
}
