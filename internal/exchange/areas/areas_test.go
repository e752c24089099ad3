package areas_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/areas"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// taker hands entries to the journal as the application does, and remembers how many it was given.
func taker(s *db.Store, a actor.Actor, given *int) intake.SubmitFunc {
	return func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error) {
		*given++
		raw, err := json.Marshal(payload)
		if err != nil {
			return journal.Outcome{}, err
		}
		e := testkit.Entry(kind)
		e.ID, e.Payload = id, raw
		var in area.AreaPut
		if err := json.Unmarshal(raw, &in); err != nil {
			return journal.Outcome{}, err
		}
		return journal.Take(ctx, s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return area.Put(tx, e, in) })
	}
}

func importFile(t *testing.T, s *db.Store, path string, o areas.Options) (areas.Report, error) {
	t.Helper()
	file, err := os.Open(path) //nolint:gosec // the test's own file
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	o.Parents = areas.FindParents(s, testkit.Steward())
	given := 0
	return areas.Import(t.Context(), taker(s, testkit.Steward(), &given), file, o)
}

func mustImport(t *testing.T, s *db.Store, path string, o areas.Options) areas.Report {
	t.Helper()
	report, err := importFile(t, s, path, o)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return report
}

var (
	state     = areas.Options{Level: area.State, Code: "code", Name: "name"}
	districts = areas.Options{
		Level: area.District, Code: "lgd", Name: "name", NameBN: "name_bn", Parent: "state_lgd", Quality: area.Surveyed,
	}
	blocks = areas.Options{
		Level: area.Block, Code: "block_lgd", Name: "name", Parent: "district",
		Quality: area.Surveyed,
	}
	gps = areas.Options{
		Level: area.Panchayat, Code: "gp_local_code", Name: "gp_name", Alias: "other", Parent: "block_lgd", Issuer: "wb-gp",
	}
)

func westBengal(t *testing.T, s *db.Store) {
	t.Helper()
	given := 0
	csv := strings.NewReader("code,name\n19,West Bengal\n")
	report, err := areas.Import(t.Context(), taker(s, testkit.Steward(), &given), csv, state)
	if err != nil || report.Kept != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
}

func codes(r areas.Report) []string {
	out := []string{}
	for _, f := range r.Refused {
		out = append(out, fmt.Sprintf("%s %d: %s", r.Unit, f.Number, f.Code))
	}
	return out
}

func verified(t *testing.T, s *db.Store) {
	t.Helper()
	err := s.Read(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
		found, err := area.Verify(tx)
		if len(found) > 0 {
			t.Errorf("verify found %v", found)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestImportKeepsTheGoodAndNamesTheBad(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		westBengal(t, s)
		if r := mustImport(t, s, "testdata/districts.geojson", districts); r.Kept != 2 || r.Read != 2 || len(r.Refused) != 0 {
			t.Errorf("districts: %+v", r)
		}
		r := mustImport(t, s, "testdata/blocks.geojson", blocks)
		want := []string{
			"feature 2: outline_crosses_itself", "feature 3: code_missing",
			"feature 5: unknown_parent", "feature 6: code_repeated",
			"feature 7: outline_lon_lat_swapped", "feature 8: outline_wrong_type",
			"feature 9: not_a_feature", "feature 10: not_a_feature",
		}
		if diff := cmp.Diff(want, codes(r)); diff != "" || r.Kept != 2 || r.Read != 10 {
			t.Errorf("blocks: %+v\n%s", r, diff)
		}
		r = mustImport(t, s, "testdata/panchayats.csv", gps)
		want = []string{
			"line 4: code_missing", "line 5: name_missing", "line 6: unknown_parent",
			"line 7: row_ragged", "line 8: row_malformed",
		}
		if diff := cmp.Diff(want, codes(r)); diff != "" || r.Kept != 3 || r.Read != 8 {
			t.Errorf("panchayats: %+v\n%s", r, diff)
		}
		if text := r.Refused[2].Numbers["text"]; text != "9999" {
			t.Errorf("the rejected line does not have the name of the parent, %v", text)
		}
		err := s.Read(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
			gp, err := area.Get(tx, "panchayat:wb-gp:2738-01")
			if gp.Path != "/19/303/2738/wb-gp:2738-01/" {
				t.Errorf("the panchayat became %+v", gp)
			}
			found, err2 := area.Find(tx, area.Panchayat, "AMLANY")
			if len(found) != 1 {
				t.Errorf("by its alias: %v", found)
			}
			outlines, err3 := area.Outlines(tx, area.Block, nil)
			if outlines["block:2738"].Quality != area.Approximate {
				t.Errorf("a feature that calls itself approximate was kept as %s", outlines["block:2738"].Quality)
			}
			hq, err4 := area.Get(tx, "block:2739")
			if hq.Centre == nil {
				t.Error("a point did not become the centre")
			}
			return errors.Join(err, err2, err3, err4)
		})
		if err != nil {
			t.Fatal(err)
		}
		verified(t, s)
	})
}

func TestImportOfTheSameFileAgainChangesNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		early := mustImport(t, s, "testdata/districts.geojson", districts)
		if diff := cmp.Diff([]string{"feature 1: unknown_parent", "feature 2: unknown_parent"}, codes(early)); diff != "" {
			t.Errorf("before the state is there:\n%s", diff)
		}
		given := 0
		blind := districts // without a way to look parents up, the house itself refuses, and the ids are used up
		file, err := os.ReadFile("testdata/districts.geojson")
		if err != nil {
			t.Fatal(err)
		}
		refused, err := areas.Import(t.Context(), taker(s, testkit.Steward(), &given), bytes.NewReader(file), blind)
		if err != nil || len(refused.Refused) != 2 {
			t.Fatalf("%+v, %v", refused, err)
		}
		westBengal(t, s)
		if r := mustImport(t, s, "testdata/districts.geojson", districts); r.Kept != 2 {
			t.Errorf("a file that was refused must go in once its parents are there: %+v", r)
		}
		for range 2 {
			if r := mustImport(t, s, "testdata/districts.geojson",
				districts); r.Unchanged != 2 || r.Kept != 0 || len(r.Refused) != 0 {
				t.Errorf("again: %+v", r)
			}
		}
		piped, err := areas.Import(t.Context(), taker(s, testkit.Steward(), &given),
			io.MultiReader(bytes.NewReader(file)), blind)
		if err != nil || piped.Unchanged != 2 {
			t.Errorf("the same bytes through a pipe: %+v, %v", piped, err)
		}
	})
}

func TestImportOfKindsByWhere(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		westBengal(t, s)
		mustImport(t, s, "testdata/districts.geojson", districts)
		block := areas.Options{
			Level: area.Block, Code: "lgd", Name: "block", Parent: "=North-24-Parganas", Where: "kind=block",
			Quality: area.Surveyed,
		}
		if r := mustImport(t, s, "testdata/kinds.geojson", block); r.Kept != 1 || r.Skipped != 1 || r.Read != 2 {
			t.Errorf("blocks: %+v", r)
		}
		gp := areas.Options{
			Level: area.Panchayat, Code: "lgd", Name: "gp", Parent: "block", Where: "kind=gp",
			Quality: area.Surveyed,
		}
		if r := mustImport(t, s, "testdata/kinds.geojson", gp); r.Kept != 1 || r.Skipped != 1 {
			t.Errorf("panchayats: %+v", r)
		}
		err := s.Read(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
			found, err := area.Locate(tx, 88.85, 22.55)
			if len(found) < 2 || found[0].Key != "panchayat:111938" || !found[0].Fills() || found[1].Key != "block:2738" {
				t.Errorf("located in %+v", found)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// sink accepts and counts every entry, for tests of entries that are never submitted.
func sink(given *int) intake.SubmitFunc {
	return func(context.Context, string, journal.EntryID, any) (journal.Outcome, error) {
		*given++
		return journal.Applied(), nil
	}
}

func TestFilesThatCannotBeReadChangeNothing(t *testing.T) {
	good := `{"type":"Feature","properties":{"lgd":%d,"name":"X"},"geometry":null}`
	feature := fmt.Sprintf(good, 1)
	many := make([]string, 12)
	for i := range many {
		many[i] = fmt.Sprintf(good, i+1)
	}
	collection := func(features ...string) string {
		return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
	}
	tests := []struct{ name, in, want string }{
		{"nothing", "", "file_empty"},
		{"blanks", " \n\t", "file_empty"},
		{"words", "this is not a list of places", "column_missing"},
		{"a list without our columns", "a,b\n1,2\n", "column_missing"},
		{"a column twice", "lgd,name,name\n1,2,3\n", "column_repeated"},
		{"a web page", "<!DOCTYPE html><html></html>", "file_not_geojson"},
		{"a zip", "PK\x03\x04....", "file_compressed"},
		{"gzip", "\x1f\x8b\x08\x00....", "file_compressed"},
		{"UTF-16", "\xff\xfe{\x00", "file_not_text"},
		{"bytes", "{\x00\x01", "file_not_text"},
		{"a JSON list", "[1,2]", "file_not_geojson"},
		{"a single feature", feature, "file_not_geojson"},
		{"TopoJSON", `{"type":"Topology","objects":{}}`, "file_not_geojson"},
		{"no features", `{"type":"FeatureCollection"}`, "file_not_geojson"},
		{"two lists of features", `{"type":"FeatureCollection","features":[],"features":[]}`, "file_not_geojson"},
		{"features that are no list", `{"type":"FeatureCollection","features":{}}`, "file_not_geojson"},
		{"a type that is a number", `{"type":1,"features":[]}`, "file_not_geojson"},
		{"something behind", collection(feature) + `{"a":1}`, "file_not_geojson"},
		{"no JSON in the middle", collection(feature, `{"type":Feature}`), "file_not_geojson"},
		{"cut in a feature", collection(feature, feature)[:150], "file_truncated"},
		{"cut before the end", strings.TrimSuffix(collection(feature), "]}"), "file_truncated"},
		{"cut before the last brace", strings.TrimSuffix(collection(feature), "}"), "file_truncated"},
		{
			"metres", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32645"}},"features":[]}`,
			"crs_not_wgs84",
		},
		{"too many bytes", collection(feature) + strings.Repeat(" ", 4096), "file_too_large"},
		{"too many features", collection(many...), "too_many_records"},
		{"too many rows", "lgd,name\n" + strings.Repeat("1,X\n", 12), "too_many_records"},
		{"a feature without end", collection(`{"type":"Feature","properties":{"name":"` + strings.Repeat("x",
			3000) + `"}}`), "record_too_large"},
		{"a bomb of brackets", collection(strings.Repeat("[", 3000)), "record_too_large"},
		{"a member without end", `{"metadata":"` + strings.Repeat("x",
			3000) + `","type":"FeatureCollection","features":[]}`, "record_too_large"},
		{"a row that never ends", "lgd,name\n1,\"X" + strings.Repeat("2,Y ", 700), "record_too_large"},
		{"features as a sequence", "\x1e" + feature + "\n\x1e" + feature, "file_not_geojson"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			given := 0
			o := areas.Options{
				Level: area.District, Code: "lgd", Name: "name", Limits: sheet.Limits{File: 4000, Record: 1024, Records: 10},
			}
			report, err := areas.Import(t.Context(), sink(&given), strings.NewReader(tt.in), o)
			if !fault.Is(err, tt.want) || given != 0 {
				t.Errorf("want %s and no entry, got %v, %+v and %d entries", tt.want, err, report, given)
			}
		})
	}
}

func TestImportRefusesOptionsThatCannotBe(t *testing.T) {
	sound := areas.Options{Level: area.Block, Code: "lgd", Name: "name"}
	tests := []struct {
		name   string
		change func(o *areas.Options)
		want   string
	}{
		{"no level", func(o *areas.Options) { o.Level = "" }, "level_unknown"},
		{"an unknown level of the parent", func(o *areas.Options) { o.ParentLevel = "county" }, "level_unknown"},
		{"no code", func(o *areas.Options) { o.Code = "" }, "option_missing"},
		{"no name", func(o *areas.Options) { o.Name = "" }, "option_missing"},
		{"a condition without value", func(o *areas.Options) { o.Where = "kind" }, "option_malformed"},
		{"an unknown quality", func(o *areas.Options) { o.Quality = "good" }, "quality_unknown"},
		{"an issuer with a space", func(o *areas.Options) { o.Issuer = "wb gp" }, "issuer_malformed"},
		{"a longitude alone", func(o *areas.Options) { o.Lon = "lon" }, "option_missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, given := sound, 0
			tt.change(&o)
			if _, err := areas.Import(t.Context(), sink(&given), strings.NewReader("lgd,name\n1,X\n"),
				o); !fault.Is(err, tt.want) {
				t.Errorf("want %s, got %v", tt.want, err)
			}
		})
	}
}

func TestImportStopsWhenNobodyMayOrNothingCan(t *testing.T) {
	rows := "lgd,name\n1,A\n2,B\n3,C\n"
	o := areas.Options{Level: area.State, Code: "lgd", Name: "name"}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		given := 0
		report, err := areas.Import(t.Context(), taker(s, testkit.Actor(actor.Coordinator), &given),
			strings.NewReader(rows), o)
		if !fault.Is(err, "role_missing") || given != 1 || report.Kept != 0 {
			t.Errorf("without the role: %+v, %v after %d entries", report, err, given)
		}
	})
	full := errors.New("the disk burns")
	report, err := areas.Import(t.Context(),
		func(_ context.Context, _ string, _ journal.EntryID, payload any) (journal.Outcome, error) {
			if bytes.Contains(payload.(json.RawMessage), []byte(`"code":"2"`)) {
				return journal.Outcome{}, full
			}
			return journal.Applied(), nil
		}, strings.NewReader(rows), o)
	if !errors.Is(err, full) || report.Kept != 1 || report.Read != 2 {
		t.Errorf("a failure ends the import and the report says how far it came: %+v, %v", report, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	given := 0
	if _, err := areas.Import(ctx, sink(&given), strings.NewReader(rows), o); !errors.Is(err,
		context.Canceled) || given != 0 {
		t.Errorf("cancelled: %v after %d entries", err, given)
	}
}

// A constituency whose number is the state's code is kept beside it, in either order.
func TestF13_AConstituencyCanHaveTheStatesCode(t *testing.T) {
	feature := func(properties string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":` + properties + `,"geometry":null}]}`
	}
	constituency := areas.Options{Level: area.AssemblyConstituency, Code: "ac_no", Name: "name"}
	state := areas.Options{Level: area.State, Code: "code", Name: "name"}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for _, c := range []struct {
			text string
			o    areas.Options
		}{{feature(`{"ac_no":19,"name":"Siliguri-like"}`), constituency}, {feature(`{"code":19,"name":"West Bengal"}`), state}} {
			if r := importText(t, s, c.text, c.o); r.Kept != 1 || len(r.Refused) != 0 {
				t.Errorf("%+v", r)
			}
		}
		verified(t, s)
	})
}

// Lists of places cope with title lines, other encodings and workbooks; an example row of a template is refused.
func TestListsOfPlacesAreReadAsOtherLists(t *testing.T) {
	blocks := areas.Options{Level: area.Block, Code: "code", Name: "name"}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		titled := "List of blocks,\nas of May,\ncode,name\n2738,Example: Hasnabad\n2739,Hingalganj\n\"27,x\n2740,Bagda\n"
		r := importText(t, s, titled, blocks)
		want := []string{"line 4: example_row", "line 6: row_malformed"}
		if diff := cmp.Diff(want, codes(r)); diff != "" || r.Kept != 2 {
			t.Errorf("%+v\n%s", r, diff)
		}
		latin := "code,name\n2741,Ren\xe9\n"
		if _, err := areas.Import(t.Context(), sink(new(int)), strings.NewReader(latin), blocks); !fault.Is(err, "file_not_utf8") {
			t.Errorf("%v", err)
		}
		decoded := blocks
		decoded.Encoding = sheet.Windows1252
		if r := importText(t, s, latin, decoded); r.Kept != 1 {
			t.Errorf("%+v", r)
		}
		book := testkit.Workbook(t, []any{"Blocks"}, []any{"code", "name"}, []any{2742, "Falta"})
		if r := importText(t, s, book, blocks); r.Kept != 1 {
			t.Errorf("%+v", r)
		}
	})
}

// importText imports a text as the steward does.
func importText(t *testing.T, s *db.Store, text string, o areas.Options) areas.Report {
	t.Helper()
	path := filepath.Join(t.TempDir(), "places")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return mustImport(t, s, path, o)
}
