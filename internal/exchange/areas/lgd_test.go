package areas_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/areas"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Reports in the shape of the Local Government Directory's downloads: title lines, its column names in the spellings of
// its reports, a line below the table. The numbers of panchayats and villages are made up.
const (
	lgdStates = "All States of India,,,,,,,\n\n" +
		"S.No.,State Code,State Version,State Name(In English),State Name (In Local),Census 2001 Code,Census 2011 Code,State or UT\n" +
		"1,19,1,West Bengal,পশ্চিমবঙ্গ,19,19,S\n"
	lgdDistricts = "All Districts of a State - West Bengal (State)\nReport generated on 30/11/2026\n" +
		"S.No.,State Code,State Name (In English),District Code,District Name(In English),Census 2001 Code,Census 2011 Code\n" +
		"1,19,West Bengal,303,North 24 Parganas,11,337\n2,19,West Bengal,305,Bankura,13,339\n,,,,,,\nTotal : 2,,,,,,\n"
	lgdBlocks = "Development Blocks of a State\n\n" +
		"S.No.;State Code;State Name (In English);District Code;District Name (In English);Block Code;Block Version;Block Name (In English);Block Name (In Local)\n" +
		"1;19;West Bengal;303;North 24 Parganas;2738;1;Hasnabad;হাসনাবাদ\n2;19;West Bengal;303;North 24 Parganas;2739;1;Hingalganj;HINGALGANJ\n" +
		"3;19;West Bengal;305;Bankura;9460;1;SALTORA;\n4;19;West Bengal;999;Nowhere;9461;1;Lost;\n"
	lgdBodies = "PRI Local Body of a State,,,,,,,\n,,,,,,,\n" +
		"S.No.,Localbody Type Code,Localbody Type Name,Localbody Code,Localbody Version,Localbody Name (In English),Localbody Name (In Local),Parent Localbody Code\n" +
		"1,1,Zila Parishad,501,1,NORTH 24 PARGANAS,,0\n2,2,Panchayat Samiti,601,1,HASNABAD,,501\n" +
		"3,3,Gram Panchayat,70101,1,Amlani,আমলানি,601\n4,3,Gram Panchayat,70102,1,Bhebia,ভেবিয়া,601\n5,3,Gram Panchayat,70103,1,Lost,,699\n"
	lgdMapping = "Subdistrict Village Block and GPs Mapping of State West Bengal\n" +
		"S.No.,State Code,State Name (In English),District Code,District Name (In English),District Census Code 2011,Subdistrict Code,Subdistrict Name (In English)," +
		"Subdistrict Census Code 2011,Village Code,Village Name (In English),Village Census Code 2011,localbody Code,Localbody Name (In English)," +
		"Localbody Census Code 2011,Block Code,Block Name (In English),District Code of Block,District Name of Block (In English)\n" +
		"1,19,West Bengal,303,North 24 Parganas,337,2301,Hasnabad,2336,330001,Amlani,330001,70101,Amlani,0,2738,Hasnabad,303,North 24 Parganas\n" +
		"2,19,West Bengal,303,North 24 Parganas,337,2301,Hasnabad,2336,330002,Barunhat,330002,70101,Amlani,0,2738,Hasnabad,303,North 24 Parganas\n" +
		"3,19,West Bengal,303,North 24 Parganas,337,2301,Hasnabad,2336,330003,No Panchayat,330003,0,,0,2738,Hasnabad,303,North 24 Parganas\n"
	lgdVillagesOfPanchayats = "Village To Gram Panchayat Mapping\n" +
		"S.No.,District Code,District Name (in English),Sub District Code,Sub District Name (in English),Village Code,Village Name (in English)," +
		"Village Census Code 2011,Local Body Code,Local Body Name (in English),State Code,State Name\n" +
		"1,303,North 24 Parganas,2301,Hasnabad,330004,Khalsekhali,330004,70101,Amlani,19,West Bengal\n" +
		"2,303,North 24 Parganas,2301,Hasnabad,330005,Lost,330005,79999,Elsewhere,19,West Bengal\n"
	lgdVillages = "All Villages of a State\n" +
		"S.No.,District Code,District Name (In English),Sub-District Code,Sub-District Name (In English),Village Code,Village Version," +
		"Village Name (In English),Village Name (In Local),Village Status,Census 2001 Code,Census 2011 Code\n" +
		"1,303,North 24 Parganas,2302,Hingalganj,330010,1,Sandelerbil,স্যান্ডেলেরবিল,Inhabited,0,330010\n"
	lgdHierarchy = "List of Villages\n\nS No,Village LGD Code,Village Name (In English),Village Name (In Local language),Hierarchy,Census 2001 Code,Census 2011 Code\n" +
		"1,330020,Dulduli,,Hingalganj(Sub-District) / North 24 Parganas(District) / West Bengal(State),0,330020\n" +
		"2,330021,Lost,,Hingalganj(Sub-District) / Bankura(District) / West Bengal(State),0,330021\n"
	lgdSubdistricts = "All Sub-Districts of India\nS.No.,State Code,State Name,District Code,District Name,Sub-district Code,Sub-district Version,Sub-district Name\n" +
		"1,19,West Bengal,303,North 24 Parganas,2301,1,Hasnabad\n"
)

func lgdReports() []string {
	return []string{
		lgdStates, lgdDistricts, lgdBlocks, lgdBodies, lgdMapping, lgdVillagesOfPanchayats, lgdVillages, lgdHierarchy, lgdSubdistricts,
	}
}

// workbook saves a report as XLSX: codes as numbers, the title over several columns.
func workbook(t testing.TB, report string) string {
	t.Helper()
	separator := ","
	if strings.Count(report, ";") > strings.Count(report, ",") {
		separator = ";"
	}
	file := excelize.NewFile()
	for n, line := range strings.Split(strings.TrimSuffix(report, "\n"), "\n") {
		for column, text := range strings.Split(line, separator) {
			cell, err := excelize.CoordinatesToCellName(column+1, n+1)
			if err != nil {
				t.Fatal(err)
			}
			var value any = text
			if number := 0; text != "" && strings.Trim(text, "0123456789") == "" {
				if _, err := fmt.Sscan(text, &number); err == nil {
					value = number
				}
			}
			if err := file.SetCellValue("Sheet1", cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func importLGD(t *testing.T, s *db.Store, report string, o areas.Options) (areas.Report, error) {
	t.Helper()
	given := 0
	o.Parents = areas.FindParents(s, testkit.Steward())
	got, err := areas.Import(t.Context(), taker(s, testkit.Steward(), &given), strings.NewReader(report), o)
	if o.DryRun && given > 0 {
		t.Errorf("a dry run submitted %d entries", given)
	}
	return got, err
}

// Every report is accepted unchanged, as CSV and as XLSX, in the order state to village, and again.
func TestReportsOfTheDirectoryAreAcceptedUnchanged(t *testing.T) {
	steps := []struct {
		name, report  string
		kept, refused int
	}{
		{"states", lgdStates, 1, 0},
		{"districts", lgdDistricts, 2, 0},
		{"blocks", lgdBlocks, 3, 1},
		{"local bodies", lgdBodies, 2, 1},
		{"block, panchayat and village", lgdMapping, 3, 0},
		{"villages of panchayats", lgdVillagesOfPanchayats, 1, 1},
		{"villages", lgdVillages, 1, 0},
		{"hierarchy", lgdHierarchy, 1, 1},
	}
	want := map[area.Key]string{
		"state:19": "West Bengal /19/", "district:303": "North 24 Parganas /19/303/", "district:305": "Bankura /19/305/",
		"block:2738": "Hasnabad /19/303/2738/", "block:2739": "Hingalganj /19/303/2739/", "block:9460": "SALTORA /19/305/9460/",
		"panchayat:70101": "Amlani /19/303/2738/70101/", "panchayat:70102": "Bhebia /19/303/2738/70102/",
		"village:330001": "Amlani /19/303/2738/70101/330001/", "village:330002": "Barunhat /19/303/2738/70101/330002/",
		"village:330003": "No Panchayat /19/303/2738/330003/", "village:330004": "Khalsekhali /19/303/2738/70101/330004/",
		"village:330010": "Sandelerbil /19/303/2739/330010/", "village:330020": "Dulduli /19/303/2739/330020/",
	}
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for _, format := range []func(testing.TB, string) string{func(_ testing.TB, r string) string { return r }, workbook} {
			s := testkit.Open(t, testkit.Fresh(t, engine))
			for _, again := range []bool{false, true} {
				for _, step := range steps {
					kept := step.kept
					if again {
						kept = 0
					}
					file := format(t, step.report)
					if dry, err := importLGD(t, s, file, areas.Options{DryRun: true}); err != nil || dry.Kept != kept || len(dry.Refused) != step.refused {
						t.Errorf("%s, dry: %+v %v", step.name, dry, err)
					}
					got, err := importLGD(t, s, file, areas.Options{})
					if err != nil || got.Kept != kept || len(got.Refused) != step.refused || got.Elsewhere != 0 {
						t.Errorf("%s, again %t: %+v %v", step.name, again, got, err)
					}
				}
			}
			if diff := cmp.Diff(want, storedAreas(t, s)); diff != "" {
				t.Errorf("stored:\n%s", diff)
			}
		}
	})
}

// The names in the local language are Bengali or Hindi by their script; codes of the report's other columns are not
// mistaken for the area's.
func TestNamesOfReportsAreInTheirLanguage(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for _, report := range []string{lgdStates, lgdDistricts, lgdBlocks} {
			if _, err := importLGD(t, s, report, areas.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Read(t.Context(), testkit.Actor(), func(tx *db.Tx) error {
			some, err := area.Some(tx, []area.Key{"block:2738", "block:2739", "state:19"})
			if some["block:2738"].NameBN != "হাসনাবাদ" || some["block:2739"].NameBN != "" || some["state:19"].NameBN != "পশ্চিমবঙ্গ" {
				t.Errorf("%+v", some)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Places that came with the program and are known by other codes keep their paths; the directory's code becomes another
// name of them, by which the next report finds them. A place that is stored elsewhere stays there.
func TestReportsJoinShippedPlaces(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		importShipped(t, s, []string{"303", "305"}, false)
		importOne(t, s, area.AreaPut{Level: area.Village, Code: "330001", Name: "Amlani", Parent: "block:2738"})
		before := storedAreas(t, s)
		villages := "S.No.,Block Code,Village Code,Village Name (In English)\n1,9460,330030,Saltora Village\n"
		for n, report := range []string{lgdStates, lgdDistricts, lgdBlocks, lgdBodies, villages, lgdMapping} {
			got, err := importLGD(t, s, report, areas.Options{})
			if err != nil || (got.Elsewhere == 1) != (n == 5) {
				t.Fatalf("%+v %v", got, err)
			}
		}
		after := storedAreas(t, s)
		for key, text := range before {
			if after[key] != text {
				t.Errorf("%s was %s and is %s", key, text, after[key])
			}
		}
		for key, want := range map[area.Key]string{
			"village:330030": "Saltora Village /19/305/census2011:02356/330030/", "block:9460": "", "panchayat:70101": "",
			"village:330002": "Barunhat /19/303/2738/wb-gp:2738-01/330002/",
		} {
			if after[key] != want {
				t.Errorf("%s is %q, want %q", key, after[key], want)
			}
		}
	})
}

func TestReportsOfTheDirectoryThatCannotBeRead(t *testing.T) {
	s := testkit.Open(t, testkit.Fresh(t, db.SQLite))
	importOne(t, s, area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
	for _, c := range []struct {
		name, report, where, want string
	}{
		{"sub-districts", lgdSubdistricts, "", "lgd_report_unsupported"},
		{"no report", "one,two\n1,2\n", "", "lgd_report_unknown"},
		{"a header below line 25", strings.Repeat("title\n", 26) + lgdStates, "", "lgd_report_unknown"},
		{"an empty file", "", "", "file_empty"},
		{"a condition on a column that is not there", lgdDistricts, "Division=1", "column_missing"},
	} {
		if _, err := importLGD(t, s, c.report, areas.Options{Where: c.where}); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	got, err := importLGD(t, s, lgdDistricts, areas.Options{Where: "District Code=303"})
	if err != nil || got.Kept != 1 || got.Skipped < 1 || len(got.Refused) != 0 {
		t.Errorf("one district: %+v %v", got, err)
	}
	twice := lgdDistricts + "3,19,West Bengal,303,North 24 Parganas,11,337\n"
	got, err = importLGD(t, s, twice, areas.Options{Where: "District Code=303"})
	if err != nil || len(got.Refused) != 1 || got.Refused[0].Code != "code_repeated" {
		t.Errorf("a code twice: %+v %v", got, err)
	}
}

func FuzzImportOfReports(f *testing.F) {
	for _, report := range lgdReports() {
		f.Add([]byte(report))
	}
	f.Add([]byte(workbook(f, lgdBlocks)))
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
		o := areas.Options{Limits: sheet.Limits{File: 1 << 16, Records: 100}}
		report, err := areas.Import(t.Context(), take, bytes.NewReader(raw), o)
		if err != nil {
			if fault.Of(err) == nil {
				t.Errorf("after %d entries: %v", given, err)
			}
			return
		}
		if report.Kept != given || report.Read != report.Kept+report.Skipped+report.Unchanged+len(report.Refused) {
			t.Errorf("the report does not close: %+v after %d entries", report, given)
		}
	})
}
