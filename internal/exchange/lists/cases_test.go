package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// shortMapping is the mapping of the small lists of this file, whose columns are name, gp and size, and whatever else.
func shortMapping(more ...columns.MappedColumn) columns.Mapping {
	return columns.Mapping{
		Columns: append([]columns.MappedColumn{
			{Column: "name", Field: "name"}, {Column: "gp", Field: "area.name"}, {Column: "size", Field: "people.size"},
		}, more...),
		Defaults: map[string]string{"house": "kutcha"},
		SizeAs:   "women",
		Area:     columns.AreaRule{Within: "block:2738"},
		Consent:  &columns.ListConsent{How: "read_by_me", Language: "bn"},
	}
}

func also(more ...columns.MappedColumn) func(*lists.Options) {
	return func(o *lists.Options) { o.Mapping, o.Similar = shortMapping(more...), lists.Register }
}

var (
	phoneColumn = columns.MappedColumn{Column: "phone", Field: "phone"}
	dateColumn  = columns.MappedColumn{Column: "date", Field: "registered_on"}
	widowColumn = columns.MappedColumn{Column: "widow", Field: "criteria.widow"}
	idColumn    = columns.MappedColumn{Column: "Sl. No.", Field: "external_id"}
)

// phoneNumbers are the phones of the registered families by name.
func (b *bench) phoneNumbers() map[string]string {
	b.Helper()
	all := map[string]string{}
	for _, h := range b.families() {
		all[h.Name] = h.Phone
	}
	return all
}

func codesOf(problems []lists.Problem) (codes []string) {
	for _, p := range problems {
		codes = append(codes, fmt.Sprintf("%d %s %s", p.Line, p.Status, p.Code))
	}
	return codes
}

func (b *bench) wantCodes(r result, want ...string) {
	b.Helper()
	if got := codesOf(r.problems); !slices.Equal(got, want) {
		b.Errorf("%v, want %v", got, want)
	}
}

// A quote that is never closed invalidates its row alone, whose text is in the result. Control: a cell that spans lines
// between two quotes remains one cell.
func TestF1_AStrayQuoteInvalidatesOneRow(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		var list strings.Builder
		list.WriteString("name,gp,size\n\"Asha Roy,Amlani,3\n")
		for i := range 6 {
			fmt.Fprintf(&list, "Family %s,Amlani,4\n", testkit.Letters(i))
		}
		list.WriteString("\"Uma, Das\",Amlani,2\nLast One,Amlani,5\n")
		r := b.run(list.String(), also())
		b.want(r, lists.Counts{Total: 9, Read: 9, Kept: 8, Refused: 1})
		b.wantCodes(r, "2 refused row_malformed")
		if !strings.Contains(r.file, `"""Asha Roy",Amlani,3,`) {
			t.Errorf("the text of the row is not in the result: %s", r.file)
		}
		mended := strings.ReplaceAll(r.file, `"""Asha Roy"`, "Asha Roy")
		b.want(b.run(mended, also()), lists.Counts{Total: 1, Read: 1, Kept: 1})

		swallowed := "name,gp,size\n\"Open,Amlani,3\nKamal,Amlani,4\nBimal,Amlani\",5\nLast,Amlani,5\n"
		r = b.run(swallowed, also())
		b.want(r, lists.Counts{Total: 4, Read: 4, Kept: 2, Refused: 2})
		lines := "name,gp,size\n\"Mina\nMondal\",Amlani,3\n"
		b.want(b.run(lines, also()), lists.Counts{Total: 1, Read: 1, Kept: 1})

		var long strings.Builder
		long.WriteString("name,gp,size\n\"Open,Amlani,3\n")
		for i := range 300 {
			fmt.Fprintf(&long, "Row%s,Amlani,4\n", testkit.Letters(i))
		}
		b.want(b.run(long.String(), also()), lists.Counts{Total: 301, Read: 301, Kept: 300, Refused: 1})
	})
}

// A list that is not UTF-8 is refused with its line and the likely encoding, and read in the chosen one.
func TestF2_AnotherEncodingIsNamedAndDecoded(t *testing.T) {
	small := "name,gp,size,landmark\nAsha Roy,Amlani,3,near the tailor\x92s shop\n"
	var large strings.Builder
	large.WriteString("name,gp,size,landmark\n")
	for i := range 4000 {
		note := ""
		if i == 5 {
			note = "the tailor\x92s"
		}
		fmt.Fprintf(&large, "Family %s,Amlani,3,%s\n", testkit.Letters(i), note)
	}
	wide := "\xff\xfe" + strings.Join(strings.Split("name,gp,size\nAsha Roy,Amlani,3\n", ""), "\x00") + "\x00"
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		landmark := columns.MappedColumn{Column: "landmark", Field: "landmark"}
		for _, c := range []struct {
			text     string
			line     int
			encoding sheet.Encoding
			rows     int64
		}{{small, 2, sheet.Windows1252, 1}, {large.String(), 7, sheet.Windows1252, 4000}, {wide, 1, sheet.UTF16LE, 1}} {
			mapping := shortMapping(landmark)
			if c.encoding == sheet.UTF16LE {
				mapping = shortMapping()
			}
			o := lists.Options{File: b.file("list.csv", c.text), FileName: "list.csv", Mapping: mapping, DryRun: true}
			_, err := b.try(o)
			f := fault.Of(err)
			if f == nil || f.Code != "file_not_utf8" || f.Numbers["line"] != c.line || f.Numbers["encoding"] != string(c.encoding) {
				t.Errorf("%v %+v", err, f)
			}
			look, err := lists.InspectFile(o.File, "list.csv", sheet.Settings{})
			if err != nil || look.Encoding != c.encoding || look.Foreign != c.line || look.Header[0] != "name" {
				t.Errorf("%v %+v", err, look)
			}
			o.Mapping.Encoding, o.Similar = c.encoding, lists.Register
			r, err := b.try(o)
			if err != nil || r.Kept != c.rows {
				t.Errorf("%s: %v %+v", c.encoding, err, r.Counts)
			}
		}
		o := lists.Options{File: b.file("list.csv", small), FileName: "list.csv", Mapping: shortMapping(landmark)}
		o.Mapping.Encoding = sheet.Windows1252
		if _, err := b.try(o); err != nil || b.families()[0].Landmark != "near the tailor’s shop" {
			t.Errorf("%v: %+v", err, b.families())
		}
	})
}

// Two lists that are both numbered from 1 are different families; each is known again. Control: an id that is no serial
// number identifies.
func TestF3_ASerialNumberIsNoId(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		first := "Sl. No.,name,gp,size\n1,Asha Roy,Amlani,3\n2,Bina Das,Amlani,4\n"
		second := "Sl. No.,name,gp,size\n1,Chhaya Pal,Rupamari,5\n2,Dolly Sen,Rupamari,2\n1,Ela Sen,Rupamari,2\n"
		b.want(b.run(first, also(idColumn)), lists.Counts{Total: 2, Read: 2, Kept: 2})
		b.want(b.run(second, also(idColumn)), lists.Counts{Total: 3, Read: 3, Kept: 3})
		b.want(b.run(first, also(idColumn)), lists.Counts{Total: 2, Read: 2, Unchanged: 2})
		renumbered := strings.NewReplacer("\n1,", "\n7,", "\n2,", "\n1,").Replace(first)
		b.want(b.run(renumbered, also(idColumn)), lists.Counts{Total: 2, Read: 2, Unchanged: 2})
		for _, heading := range []string{"Sl. No.", "Serial No", "ক্রমিক নং", "क्रम संख्या"} {
			if field, known := columns.Suggest(columns.Households, heading); known {
				t.Errorf("%s is suggested as %s", heading, field)
			}
		}
		named := strings.NewReplacer("\n1,", "\nWB-1,", "\n2,", "\nWB-2,").Replace
		b.run(named(first), also(idColumn))
		r := b.run(named(second), also(idColumn))
		if r.problems[0].Code != "registered_otherwise" {
			t.Errorf("an id of the list's own did not identify: %+v", r)
		}
	})
}

// The id of a row derives from the list's name too. What an earlier version imported without a name is known again.
func TestTheListsNameIsPartOfARowsId(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		row := "name,gp,size\nAsha Roy,Amlani,3\n"
		called := func(name string) func(*lists.Options) {
			return func(o *lists.Options) { o.Mapping = shortMapping(); o.Mapping.List = name }
		}
		b.want(b.run(row, called("survey")), lists.Counts{Total: 1, Read: 1, Kept: 1})
		b.want(b.run(row, called("survey")), lists.Counts{Total: 1, Read: 1, Unchanged: 1})
		r := b.run(row, called("camp"))
		b.want(r, lists.Counts{Total: 1, Read: 1, Held: 1})
		if !strings.Contains(r.file, "tripol_list") {
			t.Error("the result does not say whose rows it has")
		}
		decided := strings.TrimSpace(r.file) + "register\n"
		b.want(b.run(decided, called("")), lists.Counts{Total: 1, Read: 1, Kept: 1})
		b.want(b.run(row, called("camp")), lists.Counts{Total: 1, Read: 1, Unchanged: 1})
		old := "name,gp,size\nBina Das,Amlani,4\n"
		b.run(old, called(""))
		b.want(b.run(old, called("survey")), lists.Counts{Total: 1, Read: 1, Unchanged: 1})
	})
}

// A corrected row is offered beside the family that it resembles; a person decides that it corrects it.
func TestACorrectedRowCorrectsItsFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		hold := func(o *lists.Options) { o.Mapping = shortMapping(phoneColumn, widowColumn) }
		b.run("name,gp,size,phone,widow\nAsha Roy,Amlani,3,9830012345,yes\n", hold)
		r := b.run("name,gp,size,phone,widow\nAsha Roi,Amlani,4,9830012345,no\n", hold)
		b.want(r, lists.Counts{Total: 1, Read: 1, Held: 1})
		decided := strings.TrimSpace(r.file) + "correct\n"
		b.want(b.run(decided, hold), lists.Counts{Total: 1, Read: 1, Kept: 1})
		all := b.families()
		if len(all) != 1 || all[0].Name != "Asha Roi" || all[0].People.Women != 4 || len(all[0].Criteria) != 0 || all[0].Version != 2 {
			t.Errorf("%+v", all)
		}
		b.want(b.run(decided, hold), lists.Counts{Total: 1, Read: 1, Unchanged: 1})
	})
}

func TestF4_DatesWithMonthsWeekdaysAndTimes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		var list strings.Builder
		list.WriteString("name,gp,size,date\n")
		for i, date := range []string{
			"12-Oct-2020", "12-Oct-20", "25 August 2020", "3 Sept 2020", "1 September 2020", "Sat 3 Oct 2020",
			"25th May 2020", "2025-06-27 03:58 AM", "25-May-2020",
		} {
			fmt.Fprintf(&list, "Date%s,Amlani,3,%s\n", testkit.Letters(i), date)
		}
		r := b.run(list.String(), also(dateColumn))
		b.want(r, lists.Counts{Total: 9, Read: 9, Kept: 9})
		if on := b.families()[0].OccurredAt.Format("2006-01-02"); !strings.HasPrefix(on, "20") || on > "2025-06-27" {
			t.Errorf("registered on %s", on)
		}
		r = b.run("name,gp,size,date\nAsha,Amlani,3,10/12/2095\n", also(dateColumn))
		b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1, Noted: 1})
		b.wantCodes(r, "2 noted date_in_future")
	})
}

func TestF5_FormulaErrorsAreNoTags(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("name,gp,size\nFirst One,Amlani,3\nSecond One,Amlani,4\n#REF!,#REF!,#REF!\nThird One,Amlani,5\n", also())
		b.want(r, lists.Counts{Total: 4, Read: 4, Kept: 3, Refused: 1})
		b.wantCodes(r, "4 refused formula_error")
		if more := r.problems[0].More; len(more) != 2 || more[1].Column != "size" {
			t.Errorf("not every cell is named: %+v", more)
		}
		b.want(b.run("name,gp,size\n#contact+name,#adm3,#affected\nFourth,Amlani,3\n", also()), lists.Counts{Total: 1, Read: 1, Kept: 1})
	})
}

func TestF6_WordsForNothingAndJoinedNumbers(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("name,gp,size,phone,widow\n"+
			"None a,Amlani,3,N/A,no\nNone b,Amlani,3,nil,no\nNone c,Amlani,3,0,no\nNone d,Amlani,3,no phone,no\n"+
			"Two e,Amlani,3,98300 12345 / 98300 12346,no\nWife f,Amlani,3,9830012347 (wife),no\n"+
			"None g,Amlani,3,,N/A\nNone h,Amlani,3,,nil\nNone i,Amlani,3,,--\n", also(phoneColumn, widowColumn))
		b.want(r, lists.Counts{Total: 9, Read: 9, Kept: 9, Noted: 2})
		b.wantCodes(r, "6 noted phone_extra", "7 noted phone_extra")
		if got := b.phoneNumbers(); got["None a"]+got["None d"] != "" || got["Two e"] != "9830012345" || got["Wife f"] != "9830012347" {
			t.Errorf("%v", got)
		}
		if !strings.Contains(r.file, "98300 12346") {
			t.Error("the second number is lost")
		}
	})
}

// An optional cell that cannot be read is left out and reported if so chosen, otherwise the row is refused.
func TestUnreadableCellsAreLeftOutAsChosen(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		list := "name,gp,size,phone,widow,date\nAsha,Amlani,3,98300,perhaps,soon\nBina,Amlani,many,,,\n"
		all := []columns.MappedColumn{phoneColumn, widowColumn, dateColumn}
		r := b.run(list, also(all...))
		b.want(r, lists.Counts{Total: 2, Read: 2, Refused: 2})
		if p := r.problems[0]; p.Code != "phone_malformed" || len(p.More) != 2 || p.More[0].Code != "yes_no_unreadable" ||
			p.More[1].Column != "date" {
			t.Errorf("not every problem of the row is named: %+v", p)
		}
		read, err := lists.ReadProblems(strings.NewReader(r.file), 10)
		if err != nil || len(read) != 2 || len(read[0].More) != 2 || read[0].More[1].Code != "date_unreadable" ||
			read[0].More[1].Column != "date" {
			t.Errorf("%v %+v", err, read)
		}
		r = b.run(list, func(o *lists.Options) {
			also(all...)(o)
			o.Mapping.Unreadable = columns.LeaveOut
		})
		b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1, Noted: 1})
		b.wantCodes(r, "2 noted phone_malformed", "3 refused nobody")
	})
}

func TestF8_InvisibleCharactersAroundNumbers(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("\ufeff\u200bname,gp\u200b,size,phone\n"+
			"Marks a,Amlani,3,\u202a+91 98300 22345\u202c\nMarks b,Amlani,3,৯৮৩০\u200c০২২৩৪৬\nMarks c,Amlani,৩\u200d,\n"+
			"Marks d,Amlani,3,9830022347\u200b\nMarks e,Amlani,3,'9830022348\nMarks f,Amlani,3,+91(0)98300-22349\n"+
			"Marks g,Amlani,3,tel:+919830022350\n\u200b,Amlani,3,\n", also(phoneColumn))
		b.want(r, lists.Counts{Total: 8, Read: 8, Kept: 7, Refused: 1})
		b.wantCodes(r, "9 refused required")
		got := b.phoneNumbers()
		for name, want := range map[string]string{
			"Marks a": "9830022345", "Marks b": "9830022346", "Marks d": "9830022347", "Marks e": "9830022348",
			"Marks f": "9830022349", "Marks g": "9830022350",
		} {
			if got[name] != want {
				t.Errorf("%s: %q", name, got[name])
			}
		}
	})
}

// Totals, question marks and signs are no names. Control: names that only begin like one are kept.
func TestF9_TotalsAndSignsAreNoNames(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("name,gp,size\nAsha Roy,Amlani,3\nBina Das,Amlani,4\nTotal,Amlani,7\n????? ????,Amlani,3\n#REF!,Amlani,3\n"+
			"NULL,Amlani,3\nGrand Total: 7,Amlani,3\nমোট পরিবার,Amlani,3\n0012,Amlani,3\n.,Amlani,3\nTotala Bibi,Amlani,3\n", also())
		b.want(r, lists.Counts{Total: 11, Read: 11, Kept: 3, Refused: 8})
		b.wantCodes(r, "4 refused row_is_total", "5 refused not_a_name", "6 refused formula_error", "7 refused not_a_name",
			"8 refused row_is_total", "9 refused row_is_total", "10 refused not_a_name", "11 refused not_a_name")
	})
}

func TestLinesThatEndInCarriageReturnsAndBars(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		b.want(b.run("name,gp,size,remarks\rAsha Roy,Amlani,3,ok\rBina Das,Amlani,4,ok\r", also()), lists.Counts{Total: 2, Read: 2, Kept: 2})
		b.want(b.run("name|gp|size\nChhaya|Amlani|3\n", also()), lists.Counts{Total: 1, Read: 1, Kept: 1})
		b.want(b.run("\xef\xbb\xbf\xef\xbb\xbfname,gp,size\nDolly,Amlani,3\n", also()), lists.Counts{Total: 1, Read: 1, Kept: 1})
	})
}

// The example row of a template is never imported.
func TestTheExampleRowOfATemplateIsRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		for _, mark := range []string{"Example:", "উদাহরণ:", "उदाहरण:"} {
			r := b.run("name,gp,size\n"+mark+" Rahima Bibi,Amlani,3\nKamal,Amlani,2\n", func(o *lists.Options) {
				also()(o)
				o.DryRun = true
			})
			b.wantCodes(r, "2 refused example_row")
			b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 1, Refused: 1})
		}
	})
}

// A default place is that of the rows whose columns name none. Control: it is used where they are empty.
func TestADefaultPlaceReplacesNoColumn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		b := newBench(t, s)
		r := b.run("name,gp,size\nAsha Roy,Rupamari,3\nBina Das,,4\n", func(o *lists.Options) {
			also()(o)
			o.Mapping.Defaults["area.key"] = "panchayat:wb-gp:2738-01"
		})
		b.want(r, lists.Counts{Total: 2, Read: 2, Kept: 2})
		for _, h := range b.families() {
			if inDefault := h.Area == "panchayat:wb-gp:2738-01"; inDefault != (h.Name == "Bina Das") {
				t.Errorf("%s was placed in %s", h.Name, h.Area)
			}
		}
		r = b.run("name,gp,size\nChhaya,,3\n", func(o *lists.Options) {
			also()(o)
			o.Mapping.Defaults["area.key"] = "block:9999"
		})
		if p := r.problems[0]; p.Code != "area_unknown" || !strings.Contains(p.Message, "block") {
			t.Errorf("%+v", p)
		}
	})
}
