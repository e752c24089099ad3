package household

import (
	"maps"
	"slices"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// HouseholdAmend is the payload of household.amend: a correction that a family gave to a worker with a phone, perhaps
// days ago. It is a fact. It has the fields of a correction but for the sealed note.
type HouseholdAmend struct {
	Household ID `json:"household" format:"uuid" fault:"malformed"`
	// BaseVersion is the version that the worker saw: of the pack's family, or 1 of one registered on this phone.
	BaseVersion int `json:"base_version" required:"true" minimum:"1"`
	// BaseEpoch is the epoch of that version. After a restore, versions can be others with the same number.
	BaseEpoch  int64          `json:"base_epoch" required:"true" minimum:"0"`
	Area       *area.Key      `json:"area,omitempty" format:"area-key" fault:"minLength=required"`
	Name       *string        `json:"name,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	AlsoCalled *string        `json:"also_called,omitempty" maxLength:"120" format:"free-text" empty:"true"`
	Landmark   *string        `json:"landmark,omitempty" maxLength:"200" format:"free-text" empty:"true"`
	Phone      *string        `json:"phone,omitempty" shape:"phone" format:"phone" empty:"true"`
	PhoneOf    *string        `json:"phone_of,omitempty" set:"phone_owner" empty:"true"`
	People     *PeopleChanged `json:"people,omitempty"`
	Criteria   *[]string      `json:"criteria,omitempty" set:"criterion" uniqueItems:"true"`
	House      *HouseType     `json:"house,omitempty"`
	Mark       *string        `json:"mark,omitempty" set:"mark" empty:"true"`
	// WrittenPlace is the name of a panchayat or village that is not listed; Area is where it is written.
	WrittenPlace string `json:"written_place,omitempty" maxLength:"120" format:"free-text"`
}

// Normalised removes the private reason from the criteria, as of a correction.
func (a HouseholdAmend) Normalised() HouseholdAmend {
	a.Criteria = a.correction().Normalised().Criteria
	return a
}

// Validate checks the form of the given fields.
func (a HouseholdAmend) Validate() error {
	if err := form.Check(a); err != nil {
		return err
	}
	if a.WrittenPlace != "" && a.Area == nil {
		return fault.Field("/area", "required", "A place is written under an area.")
	}
	if a.Area != nil {
		if err := CheckWritten(a.WrittenPlace, *a.Area); err != nil {
			return err
		}
	}
	return a.correction().Validate()
}

func (a HouseholdAmend) correction() HouseholdCorrect {
	return HouseholdCorrect{
		Household: a.Household, BaseVersion: a.BaseVersion, Area: a.Area, Name: a.Name, AlsoCalled: a.AlsoCalled,
		Landmark: a.Landmark, Phone: a.Phone, PhoneOf: a.PhoneOf, People: a.People, Criteria: a.Criteria, House: a.House,
		Mark: a.Mark,
	}
}

// Amend applies household.amend. A field that somebody changed after the version that the worker saw stays as it is,
// and the worker's answer becomes a claim for the office to decide; all other fields take effect. What the phone itself
// had sent before, it knew.
func Amend(tx *db.Tx, e journal.Entry, in HouseholdAmend) (journal.Outcome, error) {
	before, err := getForUpdate(tx, in.Household, Recorders...)
	if err != nil {
		return journal.Outcome{}, err
	}
	said := in.correction()
	after, err := merged(tx, before, said)
	if err != nil {
		return journal.Outcome{}, err
	}
	fields := changed(before, after)
	rivals, err := rivalsOf(tx, e, before, in, fields)
	if err != nil {
		return journal.Outcome{}, err
	}
	if len(rivals) > 0 {
		free := slices.DeleteFunc(slices.Clone(Fields), func(field string) bool { return rivals[field].ID != "" })
		if after, err = merged(tx, before, said.only(free)); err != nil {
			return journal.Outcome{}, err
		}
	}
	version, err := apply(tx, e, before, after)
	if err != nil {
		return journal.Outcome{}, err
	}
	if in.WrittenPlace != "" && rivals["area"].ID == "" {
		if err := rewritePlace(tx, e, after, in.WrittenPlace); err != nil {
			return journal.Outcome{}, err
		}
	}
	if len(rivals) == 0 {
		return journal.Applied().With("version", version).With("changed", len(fields)), nil
	}
	claimed := slices.SortedFunc(maps.Keys(rivals), inForm)
	if err := claim(tx, e, before, claimed, rivals); err != nil {
		return journal.Outcome{}, err
	}
	twice := journal.Outcome{
		Status: journal.StatusConflict, Code: "corrected_twice", Path: "/" + claimed[0],
		Message: "Somebody else corrected this field meanwhile. Both answers are stored, and the office decides.",
	}
	return twice.With("version", version).With("changed", len(fields)-len(claimed)).With("claimed", len(claimed)), nil
}

// rivalsOf returns, by field, the newest entry that changed one of the fields after the version that the worker saw.
func rivalsOf(
	tx *db.Tx, e journal.Entry, h Household, in HouseholdAmend, fields []string,
) (map[string]journal.HistoryEntry, error) {
	since, err := changesSince(tx, h, in)
	if err != nil || len(fields) == 0 {
		return nil, err
	}
	ids := make([]journal.EntryID, len(since))
	for i, s := range since {
		ids[i] = s.Entry
	}
	known, err := journal.SentBefore(tx, e, ids)
	if err != nil {
		return nil, err
	}
	records, err := journal.HistoryEntries(tx, ids)
	if err != nil {
		return nil, err
	}
	rivals := map[string]journal.HistoryEntry{}
	for _, s := range since {
		for _, field := range s.fields() {
			if slices.Contains(fields, field) && !known[s.Entry] {
				rivals[field] = records[s.Entry]
			}
		}
	}
	return rivals, nil
}

// changesSince returns the corrections and moves after the version that the worker saw, by version.
func changesSince(tx *db.Tx, h Household, in HouseholdAmend) (since []entryRow, err error) {
	base, err := baseOf(tx, h, in)
	if err != nil {
		return nil, err
	}
	err = tx.Where("household = ? AND deed = ? AND version > ?", h.ID, corrected, base).Order("n").Find(&since).Error
	if err != nil {
		return nil, err
	}
	moves, err := movesAfter(tx, h.ID, base)
	for _, move := range moves {
		since = append(since, entryRow{Entry: move.Entry, Version: move.Version, Fields: "area"})
	}
	slices.SortStableFunc(since, func(a, b entryRow) int { return a.Version - b.Version })
	return since, err
}

// baseOf returns the version that the worker saw, as this database counts. A version of another epoch, or one that this
// database does not have, counts as the registration: whatever was changed since, the worker may not have seen.
func baseOf(tx *db.Tx, h Household, in HouseholdAmend) (int, error) {
	epoch, err := journal.CurrentEpoch(tx)
	if err != nil {
		return 0, err
	}
	if in.BaseEpoch != epoch.Number || in.BaseVersion > h.Version {
		return 1, nil
	}
	return in.BaseVersion, nil
}

// settleClaim settles the exception of a claim, by the correction of a coordinator who decides it.
func settleClaim(tx *db.Tx, e journal.Entry, h Household, id journal.EntryID) error {
	var n int64
	if err := tx.Model(&claimRow{}).Where("entry = ? AND household = ?", id, h.ID).Count(&n).Error; err != nil {
		return err
	}
	if n == 0 {
		return fault.NotFound("claim").At("/settles")
	}
	if !tx.Actor.Reaches(h.AreaPath, settlers...) {
		return fault.New(fault.Forbidden, "role_missing", "This needs another role.").At("/settles")
	}
	raised := journal.Exception{Kind: CorrectedTwice, Entry: id}
	open, err := journal.NewestOpen(tx, id, raised.Kind)
	if err != nil {
		return err
	}
	if open.ID == "" {
		return fault.New(fault.Conflict, "already_settled", "This exception has already been settled.").At("/settles")
	}
	return journal.SettleKind(tx, e, raised, "corrected", "A correction of the family decided it.")
}
