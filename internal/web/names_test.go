package web

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/phonedata/protocol2"
)

// namePattern matches the fields that may name an area, a store, an item, a unit or a campaign.
var namePattern = regexp.MustCompile(
	`^(name|title|label|place|site|store|item|unit|area|block|parent|campaign|from|to)$|_(name|place|unit|area|title)$`)

// The reasons for which a name has one language.
const (
	ofPerson       = "the name of a person or of a family"
	ofOrganisation = "the name of an organisation"
	ofPhone        = "the name of a phone"
	ofFile         = "the name of a file, or of its mapping"
	ofAuthor       = "free text of its author, in one language"
	ofMedium       = "the label of a stick or the name of a file on it"
	anIdentifier   = "an identifier or a code"
)

// oneLanguage are the fields that have no names in Bengali and Hindi, by type and field, with the reason.
var oneLanguage = map[string]string{
	"web.AccountView.name": ofPerson, "web.AssessmentView.household_name": ofPerson, "web.CallView.name": ofPerson,
	"web.CardHolder.name": ofPerson, "web.CarrierView.name": ofPerson, "web.DeviceView.name": ofPerson,
	"web.HouseholdDetail.name": ofPerson, "web.HouseholdDetail.own_name": ofPerson, "web.HouseholdView.name": ofPerson, "web.InvitationView.name": ofPerson,
	"web.EnrolleeView.name": ofPerson, "web.MatchView.name": ofPerson, "web.OfficerView.name": ofPerson,
	"web.OtherPhoneView.name": ofPerson, "web.PersonView.name": ofPerson, "web.PhoneAccount.name": ofPerson,
	"web.RankView.household_name": ofPerson, "web.LaneView.name": ofPerson, "web.BeginIn.name": ofPerson,
	"accounts.PersonRow.name": ofPerson,
	"paper.PaperEnter.name":   ofPerson, "paper.PaperRetype.name": ofPerson, "paper.PaperSettle.name": ofPerson,
	"web.FormWorkerView.name":          ofPerson,
	"household.HouseholdRegister.name": ofPerson, "household.HouseholdCorrect.name": ofPerson,
	"household.HouseholdAmend.name": ofPerson, "web.UnplacedView.name": ofPerson,
	"people.AccountAdd.name": ofPerson, "people.AccountChange.name": ofPerson, "protocol2.Family.name": ofPerson,

	"web.AccountView.organisation_name": ofOrganisation, "web.InvitationView.organisation_name": ofOrganisation,
	"web.PhoneAccount.organisation_name": ofOrganisation, "web.StoreView.organisation_name": ofOrganisation,
	"web.OrganisationView.name": ofOrganisation, "people.OrganisationAdd.name": ofOrganisation,

	"web.DeviceView.device_name": ofPhone, "web.EnrolIn.name": ofPhone, "people.DeviceEnrol.name": ofPhone,

	"web.JobView.file_name": ofFile, "web.JobDetail.file_name": ofFile, "jobs.StoredFile.name": ofFile,
	"jobs.NamedMapping.name": ofFile, "sheet.SheetInfo.name": ofFile,

	"web.BatchView.name": ofAuthor, "web.CardView.batch_name": ofAuthor, "card.CardPrintBatch.name": ofAuthor,
	"web.DistributionView.name": ofAuthor, "web.HeldListView.name": ofAuthor,
	"distribution.DistributionPlan.name": ofAuthor, "protocol2.Site.name": ofAuthor,

	"paper.PaperEnter.written_place": ofAuthor, "paper.PaperRetype.written_place": ofAuthor,
	"household.HouseholdRegister.written_place": ofAuthor, "household.HouseholdAmend.written_place": ofAuthor,
	"damage.SituationReport.written_place": ofAuthor, "grievance.GrievanceTake.written_place": ofAuthor, "web.HouseholdView.written_place": ofAuthor,
	"web.HouseholdDetail.written_place": ofAuthor, "web.SituationView.written_place": ofAuthor,
	"web.GrievanceView.written_place": ofAuthor, "web.WrittenNameView.name": ofAuthor,

	"areas.Refusal.area": anIdentifier, "areas.Report.unit": anIdentifier, "people.ListExport.area": anIdentifier,
	"areas.ShippedReport.unit": anIdentifier,
	"stock.Difference.item":    anIdentifier, "protocol2.Site.store": anIdentifier, "protocol2.Part.name": anIdentifier,
	"stock.Found.item": anIdentifier, "stock.TwoCounts.item": anIdentifier, "stock.BookedAndCounted.item": anIdentifier,
	"protocol2.Handing.name": ofAuthor,

	"disk.Medium.label": ofMedium, "nightly.Offered.label": ofMedium, "nightly.Run.label": ofMedium,
	"nightly.Setting.label": ofMedium, "recovery.Found.label": ofMedium, "recovery.Found.name": ofMedium,
	"upgrade.Outcome.from": anIdentifier, "upgrade.Outcome.to": anIdentifier,
}

// typedID reports whether a field contains an identifier by its type, such as area.Key or stock.StoreID.
func typedID(f reflect.StructField) bool {
	t := f.Type
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	format := f.Tag.Get("format")
	return t.Kind() != reflect.String || t.PkgPath() != "" || format != "" && format != "free-text" || f.Tag.Get("set") != ""
}

// untranslated returns the fields of structs that name a thing without its name in Bengali and in Hindi.
func untranslated(structs map[reflect.Type]bool) (found []string) {
	for t := range structs {
		fields := map[string]reflect.StructField{}
		for _, f := range reflect.VisibleFields(t) {
			if name := wireName(f); name != "" && name != "-" && !f.Anonymous {
				fields[name] = f
			}
		}
		for name, f := range fields {
			_, bengali := fields[name+"_bn"]
			_, hindi := fields[name+"_hi"]
			if namePattern.MatchString(name) && !typedID(f) && (!bengali || !hindi) {
				found = append(found, fmt.Sprintf("%s.%s", t, name))
			}
		}
	}
	slices.Sort(found)
	return found
}

// wireStructs are the structs of all responses, requests, payloads and details of exceptions.
func wireStructs(t *testing.T) map[reflect.Type]bool {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	structs := map[reflect.Type]bool{}
	for _, r := range Routes() {
		for _, body := range append(r.Versions, r.In, r.Out) {
			if body != nil {
				structsOf(body, structs)
			}
		}
	}
	structsOf(reflect.TypeFor[protocol2.Manifest](), structs)
	maps.DeleteFunc(structs, func(t reflect.Type, _ bool) bool { return strings.HasSuffix(t.PkgPath(), "/protocol1") }) // frozen
	for _, k := range intake.New(keys).Kinds() {
		structsOf(k.Payload, structs)
	}
	for _, kind := range journal.ExceptionKinds() {
		structsOf(journal.DetailsType(kind), structs)
	}
	return structs
}

// Each name of an area, a store, an item, a unit or a campaign is accompanied by its names in Bengali and Hindi, so that
// a screen can show the reader's. Names of people and free text have one language; each of them is listed with a reason.
func TestNamesOfThingsAreInEveryLanguage(t *testing.T) {
	structs := wireStructs(t)
	found := untranslated(structs)
	for _, field := range found {
		if oneLanguage[field] == "" {
			t.Errorf("%s has no %[1]s_bn or no %[1]s_hi: add both, or a reason to oneLanguage", field)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(oneLanguage)) {
		if !slices.Contains(found, field) {
			t.Errorf("oneLanguage lists %s, which is not a name in one language", field)
		}
	}
	if len(structs) < 100 {
		t.Errorf("only %d structs were examined", len(structs))
	}
}

// The control: names without their languages are found, also in an embedded struct and behind a pointer.
func TestControlANameInOneLanguageIsFound(t *testing.T) {
	type names struct {
		StoreName string `json:"store_name"`
	}
	type view struct {
		names
		Place   string `json:"place"`
		PlaceBN string `json:"place_bn"`
		Area    *struct {
			Unit   *string `json:"unit"`
			UnitBN string  `json:"unit_bn"`
			UnitHI string  `json:"unit_hi"`
			Parent string  `json:"parent_name"`
		} `json:"area"`
	}
	structs := map[reflect.Type]bool{}
	structsOf(reflect.TypeFor[[]view](), structs)
	found := strings.Join(untranslated(structs), " ")
	for _, field := range []string{"view.place", "view.store_name", ".parent_name"} {
		if !strings.Contains(found, field) {
			t.Errorf("%s was not found in %s", field, found)
		}
	}
	if strings.Contains(found, ".unit") {
		t.Errorf("a translated unit was found: %s", found)
	}
}
