package gazetteer

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/area"
)

// shared finds the folder of source files beside the checkout; false where it is not here.
func shared(t *testing.T) (string, bool) {
	t.Helper()
	folder := os.Getenv("TRIPOL_SHARED")
	if folder == "" {
		folder = "../../../shared"
	}
	data := filepath.Join(folder, "data")
	if _, err := os.Stat(filepath.Join(data, "admin", "wb_blocks.csv")); err != nil {
		t.Log("not compared with the source files: TRIPOL_SHARED does not lead to them")
		return "", false
	}
	return data, true
}

// sourceRows reads a CSV file; each row is a map from column to value.
func sourceRows(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range read[1:] {
		row := map[string]string{}
		for i, name := range read[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTheGazetteerIsItsSources(t *testing.T) {
	data, there := shared(t)
	if !there {
		return
	}
	g := loaded(t)
	compareDistricts(t, g, sourceRows(t, filepath.Join(data, "admin", "wb_districts.csv")))
	compareBlocks(t, g, sourceRows(t, filepath.Join(data, "admin", "wb_blocks.csv")))
	rows := sourceRows(t, filepath.Join(data, "admin", "n24s24_gram_panchayats.csv"))
	if len(rows) != len(g.panchayats) {
		t.Fatalf("%d panchayats, %d in the source", len(g.panchayats), len(rows))
	}
	for i, p := range g.panchayats {
		if r := rows[i]; p.block != r["block_lgd"] || p.code != r["gp_local_code"] || p.name != r["gp_name"] {
			t.Errorf("panchayat %d is %v, in the source %v", i, p, r)
		}
	}
	compareOutlines(t, g, filepath.Join(data, "geo", "wb_districts.geojson"), area.District)
	compareOutlines(t, g, filepath.Join(data, "geo", "n24s24_blocks_approx.geojson"), area.Block)
}

func compareDistricts(t *testing.T, g *gazetteer, rows []map[string]string) {
	t.Helper()
	if len(rows) != len(g.districts) {
		t.Fatalf("%d districts, %d in the source", len(g.districts), len(rows))
	}
	for i, d := range g.districts {
		r := rows[i]
		if d.lgd != r["district_lgd"] || d.census != r["district_census2011"] || d.name != r["district_name"] {
			t.Errorf("district %d is %v, in the source %v", i, d, r)
		}
		if known := r["district_name_bn"]; known != "" && known != d.nameBN {
			t.Errorf("%s is %s, in the source %s", d.name, d.nameBN, known)
		}
	}
}

// compareBlocks expects every row but Kolkata's, which is the whole district.
func compareBlocks(t *testing.T, g *gazetteer, rows []map[string]string) {
	t.Helper()
	i := 0
	for _, r := range rows {
		if r["district_lgd"] == "315" {
			continue
		}
		b := g.blocks[i]
		i++
		if b.district != r["district_lgd"] || b.lgd != r["block_lgd"] || b.census != r["subdistrict_census2011"] ||
			!strings.EqualFold(b.name, r["block_name"]) {
			t.Errorf("block %d is %v, in the source %v", i, b, r)
		}
		for n, column := range []string{"hq_lon", "hq_lat"} {
			if degrees, err := strconv.ParseFloat(r[column], 64); err != nil || degrees != b.centre[n] {
				t.Errorf("the headquarters of %s is at %v, in the source %s", b.name, b.centre, r[column])
			}
		}
	}
	if i != len(g.blocks) {
		t.Errorf("%d blocks, %d in the source", len(g.blocks), i)
	}
}

func compareOutlines(t *testing.T, g *gazetteer, path string, level area.Level) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var source struct {
		Features []struct {
			ID       json.Number     `json:"id"`
			Geometry json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &source); err != nil {
		t.Fatal(err)
	}
	for _, f := range source.Features {
		var there bytes.Buffer
		if err := json.Compact(&there, f.Geometry); err != nil {
			t.Fatal(err)
		}
		key := area.NewKey(level, f.ID.String())
		if !bytes.Equal(there.Bytes(), g.outlines[key]) {
			t.Errorf("the outline of %s is not that of the source", key)
		}
	}
}
