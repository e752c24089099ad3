package lists_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/testkit"
)

// bench is a house with places, and a coordinator who imports lists into it.
type bench struct {
	*testing.T
	s     *db.Store
	house lists.Deps
}

func newBench(t *testing.T, s *db.Store) *bench {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{T: t, s: s, house: lists.Deps{
		Store: s, Intake: intake.New(keys), Actor: testkit.Actor(actor.Coordinator),
	}}
	here, there := testkit.Barunhat, testkit.Bishpur
	here.Name, there.Name = "Rupamari", "Rupamari" // panchayats of both blocks have this name
	testkit.Areas(t, s, testkit.WestBengal, testkit.North, testkit.Hasnabad, testkit.Hingalganj, testkit.Amlani, here, there)
	return b
}

// result is the report of an import.
type result struct {
	lists.Counts
	problems []lists.Problem
	file     string // the rows that were not kept
}

func (b *bench) file(name, text string) *os.File {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	file, err := os.Open(path) //nolint:gosec // the test's own
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	return file
}

func (b *bench) try(o lists.Options) (result, error) {
	b.Helper()
	var r result
	var out bytes.Buffer
	if o.Kind == "" {
		o.Kind = columns.Households
	}
	if o.Similar == "" {
		o.Similar = lists.Hold
	}
	o.Result = lists.NewResultWriter(&out)
	o.Problem = func(p lists.Problem) error {
		r.problems = append(r.problems, p)
		return nil
	}
	var err error
	r.Counts, err = lists.Run(b.Context(), b.house, o)
	r.file = out.String()
	return r, err
}

func (b *bench) run(text string, change func(*lists.Options)) result {
	b.Helper()
	o := lists.Options{File: b.file("list.csv", text), FileName: "list.csv", Mapping: usual()}
	if change != nil {
		change(&o)
	}
	r, err := b.try(o)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// families counts the registered households.
func (b *bench) families() (all []household.Household) {
	b.Helper()
	err := b.s.Read(b.Context(), b.house.Actor, func(tx *db.Tx) (err error) {
		all, err = household.InArea(tx, "/")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

func usual() columns.Mapping {
	return columns.Mapping{
		Columns: []columns.MappedColumn{
			{Column: "Name", Field: "name"},
			{Column: "Phone", Field: "phone"},
			{Column: "GP", Field: "area.name"},
			{Column: "Women", Field: "people.women"},
			{Column: "Widow", Field: "criteria.widow"},
			{Column: "House", Field: "house", Values: map[string]string{"মাটির ঘর": "kutcha", "Hut": "hut"}},
		},
		Defaults: map[string]string{"house": "kutcha"},
		Area:     columns.AreaRule{Within: "block:2738"},
		Consent:  &columns.ListConsent{How: "read_by_me", Language: "bn", On: "2020-06-01"},
	}
}

const header = "Name,Phone,GP,Women,Widow,House\n"

func rows(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("Family%s,98%08d,Amlani,%d,yes,Hut\n", testkit.Letters(i), i, 1+i%5)
	}
	return out
}

func (b *bench) want(r result, want lists.Counts) {
	b.Helper()
	if r.Counts != want {
		b.Errorf("%+v, want %+v: %+v", r.Counts, want, r.problems)
	}
}

func TestImportedFamiliesAreAsTheListSays(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("\xef\xbb\xbfName;Phone;GP;Women;Widow;House;Notes\n"+
			"\"রহিমা\nবিবি\";+৯১ ৯৮৭৬৫ ৪৩২১০;আমলানি;২;হ্যাঁ;মাটির ঘর;2345 6789 1238\n", nil)
		b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1})
		all := b.families()
		if len(all) != 1 {
			t.Fatalf("%d families", len(all))
		}
		h := all[0]
		if h.Name != "রহিমা বিবি" || h.Phone != "9876543210" || h.People.Women != 2 || h.House != household.Kutcha ||
			h.Area != "panchayat:wb-gp:2738-01" || len(h.Criteria) != 1 || h.Criteria[0] != "widow" {
			t.Errorf("registered as something else")
		}
		if day := h.OccurredAt.Format("2006-01-02"); day != "2020-06-01" {
			t.Errorf("it agreed on %s", day)
		}
	})
}

// The same file again, its rows in another order, and corrected rows in another file do not change valid rows.
func TestARowIsEnteredOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		list := rows(450)
		list[3] = "Rahima Bibi,12345,Amlani,1,,\n"
		list[7] = ",,,,,\n"
		first := b.run(header+strings.Join(list, ""), nil)
		b.want(first, lists.Counts{Total: 449, Read: 449, Kept: 448, Refused: 1})
		if p := first.problems; len(p) != 1 || p[0].Line != 5 || p[0].Column != "Phone" || p[0].Code != "phone_malformed" {
			t.Errorf("%+v", p)
		}
		b.want(b.run(header+strings.Join(list, ""), nil), lists.Counts{Total: 449, Read: 449, Unchanged: 448, Refused: 1})
		for i := range len(list) / 2 {
			list[i], list[len(list)-1-i] = list[len(list)-1-i], list[i]
		}
		b.want(b.run(header+strings.Join(list, ""), nil), lists.Counts{Total: 449, Read: 449, Unchanged: 448, Refused: 1})
		mended := strings.ReplaceAll(header+strings.Join(list, ""), ",12345,", ",9812345678,")
		b.want(b.run(mended, nil), lists.Counts{Total: 449, Read: 449, Kept: 1, Unchanged: 448})
		b.want(b.run(strings.Replace(first.file, ",12345,", ",9812345678,", 1), nil),
			lists.Counts{Total: 1, Read: 1, Unchanged: 1})
		if n := len(b.families()); n != 449 {
			t.Errorf("%d families", n)
		}
	})
}

// An import that is ended in the middle is finished by running it again: every row exactly once.
func TestAKilledImportIsFinishedByRunningItAgain(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		text := header + strings.Join(rows(900), "")
		ctx, kill := context.WithCancel(t.Context())
		o := lists.Options{
			Kind: columns.Households, File: b.file("list.csv", text), FileName: "list.csv", Mapping: usual(),
			Similar: lists.Hold, Progress: func(c lists.Counts) error {
				if c.Read >= 400 {
					kill()
				}
				return nil
			},
		}
		if _, err := lists.Run(ctx, b.house, o); !errors.Is(err, context.Canceled) {
			t.Fatalf("killed: %v", err)
		}
		before := len(b.families())
		if before == 0 || before == 900 {
			t.Fatalf("%d families before it was killed", before)
		}
		b.want(b.run(text, nil), lists.Counts{Total: 900, Read: 900, Kept: int64(900 - before), Unchanged: int64(before)})
		if n := len(b.families()); n != 900 {
			t.Errorf("%d families", n)
		}
	})
}

// The control: ids by the position in the file would duplicate every row below a removed row.
func TestControlIdsByPositionDouble(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		numbered := func(list []string) string {
			var text strings.Builder
			text.WriteString("Row," + header)
			for i, row := range list {
				fmt.Fprintf(&text, "row-%d,%s", i, row)
			}
			return text.String()
		}
		byPosition := func(o *lists.Options) {
			o.Similar = lists.Register
			o.Mapping.Columns = append(o.Mapping.Columns, columns.MappedColumn{Column: "Row", Field: "external_id"})
		}
		list := rows(20)
		b.run(numbered(list), byPosition)
		again := b.run(numbered(list[1:]), byPosition)
		if again.Unchanged == 19 {
			t.Error("a row moved up by one was known again: the test does not test")
		}
	})
}

func TestFamiliesThatResembleOneAnotherWaitForAPersonsWord(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		b.run(header+"Rahima Bibi,9876543210,Amlani,1,,\n"+"Sk Salim,,Amlani,1,,\n", nil)
		list := header +
			"Rohima Bibi,98765-43210,Rupamari,2,,\n" + // the same phone
			"Sheikh Selim,,Amlani,3,,\n" + // the same sound in the same place, no phones
			"Sheikh Selim,,Rupamari,3,,\n" + // elsewhere it is another
			"Rahima Bibi,9811111111,Amlani,1,,\n" + // another phone: another family
			"Kamal Das,,Amlani,1,,\n" + "Kamal Das,,Amlani,1,,\n" + // the same row twice
			"Komol Das,,Amlani,4,,\n" // resembles an earlier row
		dry := b.run(list, func(o *lists.Options) { o.DryRun = true })
		b.want(dry, lists.Counts{Total: 7, Read: 7, Kept: 3, Held: 4})
		if len(b.families()) != 2 {
			t.Error("a dry run registered families")
		}
		r := b.run(list, nil)
		b.want(r, lists.Counts{Total: 7, Read: 7, Kept: 3, Held: 4})
		for i, want := range []struct {
			line int
			code string
		}{{2, "resembles_phone"}, {3, "resembles_name"}, {7, "repeated_in_file"}, {8, "resembles_name"}} {
			if p := r.problems[i]; p.Line != want.line || p.Code != want.code || p.Status != lists.Held || p.Resembles == "" {
				t.Errorf("%+v, want %+v", p, want)
			}
		}
		decided := strings.Split(strings.TrimSpace(r.file), "\n") // the header and four rows, each ending in the empty decision
		decided[1] += "register"
		decided[2] += "skip"
		decided[3] += "register"
		answer := strings.Join(decided, "\n") + "\n"
		b.want(b.run(answer, nil), lists.Counts{Total: 4, Read: 4, Kept: 2, Skipped: 1, Held: 1})
		b.want(b.run(answer, nil), lists.Counts{Total: 4, Read: 4, Unchanged: 2, Skipped: 1, Held: 1})
		b.want(b.run(list, func(o *lists.Options) { o.Similar = lists.Register }),
			lists.Counts{Total: 7, Read: 7, Kept: 2, Unchanged: 5})
		if n := len(b.families()); n != 9 {
			t.Errorf("%d families", n)
		}
	})
}

func TestEachBadRowIsNamedWithItsColumnAndReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		for _, c := range []struct{ row, column, code string }{
			{",9876543210,Amlani,1,,", "Name", "required"},
			{"Rahima,123,Amlani,1,,", "Phone", "phone_malformed"},
			{"Rahima,9.88E+09,Amlani,1,,", "Phone", "phone_malformed"},
			{"Rahima,,Nowhere,1,,", "GP", "area_unknown"},
			{"Rahima,,,1,,", "GP", "area_missing"},
			{"Rahima,,Amlani,one,,", "Women", "number_unreadable"},
			{"Rahima,,Amlani,100,,", "Women", "out_of_range"},
			{"Rahima,,Amlani,0,,", "Women", "nobody"},
			{"Rahima,,Amlani,1,perhaps,", "Widow", "yes_no_unreadable"},
			{"Rahima,,Amlani,1,,palace", "House", "value_unknown"},
			{"Rahima 2345 6789 1238,,Amlani,1,,", "Name", "identity_number_refused"},
			{"Rahima,,Amlani,1,,,surplus", "", "row_ragged"},
			{`Rahima "Bibi,,Amlani,1,,`, "", "row_malformed"},
		} {
			r := b.run(header+c.row+"\nKamal,,Amlani,1\n", func(o *lists.Options) { o.DryRun = true })
			if len(r.problems) != 1 || r.Kept != 1 {
				t.Errorf("%s: %+v", c.row, r)
				continue
			}
			if p := r.problems[0]; p.Line != 2 || p.Column != c.column || p.Code != c.code || p.Status != lists.Refused {
				t.Errorf("%s: %+v", c.row, p)
			}
			if strings.Contains(r.file, "2345 6789 1238") {
				t.Error("the result holds an identity number")
			}
		}
	})
}

// Rights and scope apply to every row; another organisation's families are not seen.
func TestImportKeepsToTheImportersScope(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		b.house.Actor = testkit.Only(b.house.Actor, "/19/303/2738/wb-gp:2738-02/")
		r := b.run(header+"Rahima,9876543210,Amlani,1,,\nKamal,9876543211,Rupamari,1,,\n", nil)
		b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1})
		if p := r.problems[0]; p.Code != "out_of_scope" || p.Line != 2 {
			t.Errorf("%+v", p)
		}
		b.house.Actor = testkit.Stranger(actor.Coordinator)
		b.want(b.run(header+"Kamal,9876543211,Rupamari,1,,\n", nil), lists.Counts{Total: 1, Read: 1, Kept: 1})
		b.house.Actor = testkit.Actor(actor.Storekeeper)
		o := lists.Options{File: b.file("list.csv", header+"Rahima,,Amlani,1,,\n"), FileName: "list.csv", Mapping: usual()}
		if _, err := b.try(o); !fault.Is(err, "role_missing") {
			t.Errorf("a storekeeper imports: %v", err)
		}
	})
}

func TestTheListsOwnIdsAreKnownAgain(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		byID := func(o *lists.Options) {
			o.Mapping.List = "survey"
			o.Mapping.Columns = append(o.Mapping.Columns, columns.MappedColumn{Column: "ID", Field: "external_id"})
		}
		head := "ID," + header
		b.want(b.run(head+"a1,Rahima,,Amlani,1,,\na1,Kamal,,Amlani,1,,\n234567891238,Das,,Amlani,1,,\n", byID),
			lists.Counts{Total: 3, Read: 3, Kept: 1, Refused: 2})
		r := b.run(head+"a1,Rahima,,Amlani,2,,\n", byID)
		b.want(r, lists.Counts{Total: 1, Read: 1, Refused: 1})
		if r.problems[0].Code != "registered_otherwise" || r.problems[0].Column != "ID" {
			t.Errorf("%+v", r.problems)
		}
	})
}
