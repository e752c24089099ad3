package areas_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/areas"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func TestImportOfTheRealFiles(t *testing.T) {
	data := testkit.RealInput(t)
	hq := areas.Options{Level: area.Block, Code: "block_lgd", Name: "name", Parent: "district_lgd"}
	detail := districts
	steps := []struct {
		file    string
		o       areas.Options
		kept    int
		refused int
	}{
		{"geo/wb_districts.geojson", districts, 23, 0},
		{"geo/n24s24_districts_detail.geojson", detail, 2, 0},
		{"geo/wb_block_hq_points.geojson", hq, 51, 293}, // 293 have no LGD code
		{"geo/n24s24_blocks_approx.geojson", hq, 51, 0},
		{"geo/n24s24_assembly_constituencies.geojson", areas.Options{
			Level: area.AssemblyConstituency, Code: "ac_no", Name: "name", Parent: "district", Quality: area.Surveyed,
		}, 64, 0},
		{"geo/sample_real_block_amdanga.geojson", areas.Options{
			Level: area.Block, Code: "lgd", Name: "block", Parent: "=303", Where: "kind=block", Quality: area.Surveyed,
		}, 1, 0},
		{"admin/n24s24_gram_panchayats.csv", areas.Options{
			Level: area.Panchayat, Code: "gp_local_code", Name: "gp_name", Parent: "block_lgd", Issuer: "wb-gp",
		}, 154, 0},
		{"admin/wb_blocks.csv", areas.Options{
			Level: area.Block, Code: "block_lgd", Name: "block_name", Parent: "district_name",
			Where: "district_lgd=303", Lon: "hq_lon", Lat: "hq_lat",
		}, 22, 0},
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		westBengal(t, s)
		for _, step := range steps {
			r := mustImport(t, s, filepath.Join(data, step.file), step.o)
			t.Logf("%s: read %d, kept %d, refused %d", step.file, r.Read, r.Kept, len(r.Refused))
			if r.Kept != step.kept || len(r.Refused) != step.refused {
				t.Errorf("%s: want %d kept and %d refused, got %+v", step.file, step.kept, step.refused, r)
			}
			if again := mustImport(t, s, filepath.Join(data, step.file),
				step.o); again.Kept != 0 || again.Unchanged != step.kept {
				t.Errorf("%s again: %+v", step.file, again)
			}
		}
		err := s.Read(t.Context(), testkit.Steward(), func(tx *db.Tx) error {
			near, err := area.Locate(tx, 88.46, 22.85)
			if len(near) == 0 || near[0].Key != "block:2723" || !near[0].Fills() {
				t.Errorf("in Amdanga, whose outline is surveyed: %+v", near[:min(len(near), 3)])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		verified(t, s)
	})
}

// A list of all levels in one file is imported level by level, each with its filter.
func TestAListOfAllLevels(t *testing.T) {
	const list = "testdata/levels.csv"
	counts := map[area.Level]int{area.State: 1, area.District: 2, area.Block: 51, area.Panchayat: 58}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for _, level := range area.Levels {
			o := areas.Options{
				Level: level, Code: "code", Name: "name", NameBN: "name_bn", Alias: "alias", Parent: "parent",
				Where: "level=" + string(level),
				Lon:   "lon", Lat: "lat",
			}
			if level == area.State {
				o.Parent = ""
			}
			if r := mustImport(t, s, list, o); r.Kept != counts[level] || len(r.Refused) != 0 {
				t.Errorf("%s: %+v", level, r)
			}
		}
	})
}

// grown makes a FeatureCollection of n features of about 10 kB each without ever holding it.
func grown(n int) io.Reader {
	ring := make([]string, 500)
	for i := range ring {
		ring[i] = fmt.Sprintf("[%.6f,%.6f]", 88+float64(i)*0.001, 22+float64(i%2)*0.0001)
	}
	ring = append(ring, "[88.5,23]")
	shape := `"geometry":{"type":"Polygon","coordinates":[[` + strings.Join(ring, ",") + `]]}}`
	readers := []io.Reader{strings.NewReader(`{"type":"FeatureCollection","features":[`)}
	for i := range n {
		head := fmt.Sprintf(`{"type":"Feature","properties":{"lgd":%d,"name":"X"},`, i+1)
		readers = append(readers, strings.NewReader(head), strings.NewReader(shape))
		if i+1 < n {
			readers = append(readers, strings.NewReader(","))
		}
	}
	return io.MultiReader(append(readers, strings.NewReader("]}"))...)
}

func TestImportHoldsOneFeatureInMemory(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	const features = 1000 // about 10 MB
	source := grown(features)
	before, most, taken := heap(), uint64(0), 0
	take := func(context.Context, string, journal.EntryID, any) (journal.Outcome, error) {
		if taken++; taken%100 == 0 {
			most = max(most, heap())
		}
		return journal.Applied(), nil
	}
	o := areas.Options{Level: area.District, Code: "lgd", Name: "name"}
	report, err := areas.Import(t.Context(), take, source, o)
	if err != nil || report.Kept != features {
		t.Fatalf("kept %d: %v", report.Kept, err)
	}
	if grew := int64(most) - int64(before); grew > 4<<20 { //nolint:gosec // heaps of a test
		t.Errorf("a file of 10 MB kept %d bytes more in memory", grew)
	}
}

func FuzzImportAreas(f *testing.F) {
	for _, name := range []string{"districts.geojson", "blocks.geojson", "kinds.geojson", "panchayats.csv"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte("lgd,name\n1,A\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		given := 0
		take := func(_ context.Context, _ string, _ journal.EntryID, payload any) (journal.Outcome, error) {
			given++
			var d area.AreaPut
			if err := json.Unmarshal(payload.(json.RawMessage), &d); err != nil || d.Validate() != nil {
				t.Errorf("handed on, but not fit to keep: %s", payload)
			}
			return journal.Applied(), nil
		}
		o := areas.Options{
			Level: area.District, Code: "lgd", Name: "name", Limits: sheet.Limits{
				File: 1 << 16, Record: 1 << 14,
				Records: 100,
			},
		}
		report, err := areas.Import(t.Context(), take, strings.NewReader(string(raw)), o)
		if err != nil {
			if fault.Of(err) == nil || given > 0 {
				t.Errorf("after %d entries: %v", given, err)
			}
			return
		}
		if report.Kept != given || report.Read != report.Kept+report.Skipped+report.Unchanged+len(report.Refused) {
			t.Errorf("the report does not close: %+v after %d entries", report, given)
		}
	})
}
