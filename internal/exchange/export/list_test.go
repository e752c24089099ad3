package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/exchange/export"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
	"tripol/internal/testkit/fixture"
)

// house is a database with places and the table of entries, and people who take lists out.
type house struct {
	*fixture.World
}

var (
	worker      = testkit.Steward(actor.OutreachWorker, actor.Coordinator, actor.Storekeeper)
	second      = testkit.Other(actor.Coordinator)
	village     = area.Key("village:007")
	villagePath = "/19/303/2738/wb-gp:2738-01/007/"
	hingalganj  = area.Key("block:2739")
)

func newHouse(t *testing.T, s *db.Store) *house {
	t.Helper()
	h := &house{fixture.New(t, s)}
	h.Areas(testkit.WestBengal, testkit.North, testkit.Hasnabad, testkit.Hingalganj, testkit.Amlani, testkit.Ghuni)
	h.Take(actor.System(), "organisation.add", people.OrganisationAdd{ID: testkit.Organisation, Name: "Sundarban, \"Mangal\""})
	return h
}

func (h *house) taker(a actor.Actor) intake.SubmitFunc {
	return func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error) {
		raw, err := json.Marshal(payload)
		if err != nil {
			return journal.Outcome{}, err
		}
		e := journal.Entry{ID: id, Kind: kind, Schema: 1, OccurredAt: h.Store.Now(), Payload: raw}
		return h.Intake.Take(ctx, h.Store, a, e)
	}
}

// family registers a household and gives its id.
func (h *house) family(change func(*household.HouseholdRegister)) household.ID {
	h.Helper()
	r := household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: village, Name: "রহিমা বিবি", Phone: "98765 43210", PhoneOf: "self",
		People: household.People{Women: 1, Girls: 2}, Criteria: []string{"widow"}, PrivateReason: 1,
		House: household.Kutcha, Landmark: `beside "Ma Tara" tea stall, north`, Mark: "fish",
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
	if change != nil {
		change(&r)
	}
	h.Take(worker, "household.register", r)
	return r.ID
}

func (h *house) exporter(a actor.Actor) export.Exporter {
	return export.Exporter{Store: h.Store, Who: a, Submit: h.taker(a)}
}

// begin journals an export that must be allowed.
func (h *house) begin(a actor.Actor, wish export.Request) *export.Export {
	h.Helper()
	if wish.Format == "" {
		wish.Format = "csv"
	}
	e, err := h.exporter(a).Open(h.Context(), wish)
	if err != nil {
		h.Fatal(err)
	}
	return e
}

// read writes an export and opens it again with a reader that is not ours: a row a line, a field by its column's name.
func (h *house) read(e *export.Export) (rows []map[string]string) {
	h.Helper()
	var out bytes.Buffer
	if err := e.Write(h.Context(), &out); err != nil {
		h.Fatal(err)
	}
	lines := opened(h.T, out.Bytes())
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = ""
			if i < len(line) { // excelize leaves out blank cells at a row's end
				row[name] = line[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// opened reads CSV by encoding/csv and a workbook by excelize.
func opened(t *testing.T, file []byte) [][]string {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("PK")) {
		text, marked := bytes.CutPrefix(file, []byte("\ufeff"))
		if !marked {
			t.Error("the CSV has no byte order mark")
		}
		lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	lines, err := book.GetRows("list")
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// Every text comes back as it was: Bengali, quotes, commas, line ends, digits that look like numbers.
func TestAListReadsBack(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		id := h.family(nil)
		assessment := damage.ID(db.NewID())
		h.Take(worker, "damage.assess", damage.DamageAssess{
			ID: assessment, Household: id, Grade: 4, House: household.Kutcha, Note: "roof gone\n\"all\" of it, চাল _x0041_",
		})
		h.Take(second, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: assessment, Grade: 3})
		for _, format := range people.ListFormats {
			rows := h.read(h.begin(worker, export.Request{List: "households", Format: format}))
			want := map[string]string{
				"household": string(id), "registered_on": s.Now().Format("2006-01-02"),
				"organisation": `Sundarban, "Mangal"`, "state": "West Bengal", "district": "North 24 Parganas",
				"district_code": "303", "block": "Hasnabad", "block_code": "2738", "panchayat": "Amlani",
				"panchayat_code": "wb-gp:2738-01", "village": "Ghuni", "village_code": "007", "name": "রহিমা বিবি",
				"also_called": "", "phone": "9876543210", "phone_of": "self", "women": "1", "men": "0", "girls": "2", "boys": "0",
				"infants": "0", "elderly": "0", "people": "3", "house": "kutcha", "landmark": `beside "Ma Tara" tea stall, north`,
				"mark": "fish", "criteria": "widow", "grade": "3", "grade_verified": "yes", "card": "", "partner_sharing": "not asked",
				"block_bn": "হাসনাবাদ", "state_bn": "", "district_bn": "", "panchayat_bn": "আমলানি", "village_bn": "",
				"block_hi": "हसनाबाद", "state_hi": "", "district_hi": "", "panchayat_hi": "", "village_hi": "",
				"written_place": "", "unstated": "0",
			}
			if len(rows) != 1 {
				t.Fatalf("%s: %d rows", format, len(rows))
			}
			delete(rows[0], "registered_by")
			delete(rows[0], "registered_on")
			delete(want, "registered_on") // the day in Kolkata, which may be tomorrow's
			if diff := cmp.Diff(want, rows[0]); diff != "" {
				t.Errorf("%s (-kept +read):\n%s", format, diff)
			}
			rows = h.read(h.begin(worker, export.Request{List: "assessments", Format: format}))
			if len(rows) != 1 || rows[0]["note"] != "roof gone\n\"all\" of it, চাল _x0041_" || rows[0]["grade"] != "4" ||
				rows[0]["verified_grade"] != "3" || rows[0]["village_code"] != "007" || rows[0]["percent"] != "" {
				t.Errorf("%s: %v", format, rows)
			}
		}
	})
}

// Numbers are numeric cells in a workbook; codes and phone numbers are text cells.
func TestPhonesStayText(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		h.family(nil)
		var out bytes.Buffer
		if err := h.begin(worker, export.Request{List: "households", Format: "xlsx"}).Write(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		lines, err := book.GetRows("list")
		if err != nil {
			t.Fatal(err)
		}
		for column, want := range map[string]excelize.CellType{
			"phone": excelize.CellTypeInlineString, "village_code": excelize.CellTypeInlineString, "women": excelize.CellTypeUnset,
		} {
			cell, err := excelize.CoordinatesToCellName(slices.Index(lines[0], column)+1, 2)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := book.GetCellType("list", cell); err != nil || got != want {
				t.Errorf("%s is of type %v (%v), want %v", column, got, err, want)
			}
		}
	})
}

// Every tag is well-formed HXL below its column's name; a list without tags has no such row.
func TestTagsOnRequest(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		for list := range people.TakersOut {
			var out bytes.Buffer
			if err := h.begin(worker, export.Request{List: list, Format: "csv", Tags: true}).Write(t.Context(), &out); err != nil {
				t.Fatal(err)
			}
			lines := opened(t, out.Bytes())
			if len(lines) != 2 {
				t.Fatalf("%s: %d lines", list, len(lines))
			}
			tagged := map[string]string{}
			for i, tag := range lines[1] {
				if tag != "" && !wellTagged.MatchString(tag) {
					t.Errorf("%s: %q is no tag", list, tag)
				}
				tagged[lines[0][i]] = tag
			}
			if list != "handovers" && tagged["district_code"] != "#adm2+code" || tagged["village"] != "#loc+village+name" {
				t.Errorf("%s: places are tagged %v", list, tagged)
			}
			if rows := h.read(h.begin(worker, export.Request{List: list})); len(rows) != 0 {
				t.Errorf("%s: a row of tags came unasked", list)
			}
		}
	})
}

// planted are texts that a spreadsheet would run, or may.
var planted = []string{
	"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"x\")", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0",
	"|cmd", "｜cmd", "%0A=1+1", "−1+1", " =1+1", "\u00a0=1+1",
}

// executables counts the cells that a spreadsheet would run, by rules of its own: any text that begins with a sign of a
// formula and is no number; in a workbook a formula, or such a text, which runs once the sheet is saved as CSV.
func executables(t *testing.T, file []byte) int {
	t.Helper()
	dangerous := func(cell string) bool {
		trimmed := strings.TrimLeft(cell, " \u00a0")
		for _, sign := range []string{"=", "+", "-", "@", "|", "%", "−", "\t", "\r", "＝", "＋", "－", "＠", "｜"} {
			if strings.HasPrefix(trimmed, sign) {
				return true
			}
		}
		return false
	}
	found := 0
	if !bytes.HasPrefix(file, []byte("PK")) {
		for _, line := range opened(t, file) {
			for _, cell := range line {
				if dangerous(cell) {
					found++
				}
			}
		}
		return found
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for r, line := range opened(t, file) {
		for c, cell := range line {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			formula, err := book.GetCellFormula("list", name)
			if err != nil {
				t.Fatal(err)
			}
			if formula != "" || dangerous(cell) {
				found++
			}
		}
	}
	return found
}

// B57, for exports: no cell of any list in any format runs. The control lets formulas through and sees the check go red.
func TestB57NoCellRuns(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		for i, formula := range planted {
			id := h.family(func(r *household.HouseholdRegister) { r.Name, r.AlsoCalled, r.Landmark = formula, formula, formula })
			h.Take(worker, "damage.assess", damage.DamageAssess{
				ID: damage.ID(db.NewID()), Household: id, House: household.Kutcha, Grade: 2, Note: "\t" + formula,
			})
			item, store := stock.ItemID(db.NewID()), stock.StoreID(db.NewID())
			h.Take(worker, "item.add", stock.ItemAdd{
				ID: item, Code: fmt.Sprintf("item-%d", i), Name: formula, Unit: formula, Picture: "other",
			})
			h.Take(worker, "store.add", stock.StoreAdd{
				ID: store, Organisation: testkit.Organisation, Name: formula, Kind: "site", Area: "block:2738",
			})
			h.Take(worker, "stock.receive", stock.StockReceive{
				ID: stock.MovementID(db.NewID()), Store: store, Lines: []stock.ItemQuantity{{Item: item, Quantity: 3}},
			})
		}
		for _, list := range []string{"households", "assessments", "stock"} {
			for _, format := range people.ListFormats {
				var out, open bytes.Buffer
				if err := h.begin(worker, export.Request{List: list, Format: format}).Write(t.Context(), &out); err != nil {
					t.Fatal(err)
				}
				if n := executables(t, out.Bytes()); n != 0 {
					t.Errorf("%s.%s: %d executable cells", list, format, n)
				}
				control := h.begin(worker, export.Request{List: list, Format: format})
				control.LetFormulasThrough()
				if err := control.Write(t.Context(), &open); err != nil {
					t.Fatal(err)
				}
				if n := executables(t, open.Bytes()); n < len(planted) {
					t.Errorf("control %s.%s: only %d executable cells are seen", list, format, n)
				}
				if format == "xlsx" && !strings.Contains(fmt.Sprint(opened(t, out.Bytes())), "=1+1") {
					t.Errorf("%s: a workbook changed a text", list)
				}
			}
		}
	})
}

// What is refused is refused before a byte is written, with the field that is wrong.
func TestWhatCannotBeTakenOut(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		for code, wish := range map[string]export.Request{
			"unknown_list": {List: "accounts", Format: "csv"}, "unknown_format": {List: "stock", Format: "ods"},
			"not_a_day": {List: "households", Format: "csv", Since: "21.5.2020"}, "stock_is_now": {List: "stock", Format: "csv", Since: "2020-05-21"},
			"not_found": {List: "households", Format: "csv", Area: "block:9999"},
		} {
			if _, err := h.exporter(worker).Open(t.Context(), wish); !fault.Is(err, code) {
				t.Errorf("%+v: %v, want %s", wish, err, code)
			}
		}
		for list := range people.TakersOut {
			for _, role := range actor.Roles {
				_, err := h.exporter(testkit.Actor(role)).Open(t.Context(), export.Request{List: list, Format: "csv"})
				if may := slices.Contains(people.TakersOut[list], role); may != (err == nil) || err != nil && !fault.Is(err, "role_missing") {
					t.Errorf("%s by %s: %v", list, role, err)
				}
			}
		}
		if _, err := h.exporter(actor.System()).Open(t.Context(), export.Request{List: "stock", Format: "csv"}); !fault.Is(err, "nobody_exports") {
			t.Errorf("the program itself: %v", err)
		}
	})
}

var errHungUp = errors.New("the reader hung up")

// taken forwards each write, and inspects the database before it.
type taken struct {
	look  func(written int) error
	total int
}

func (w *taken) Write(p []byte) (int, error) {
	if err := w.look(w.total); err != nil {
		return 0, err
	}
	w.total += len(p)
	return len(p), nil
}
