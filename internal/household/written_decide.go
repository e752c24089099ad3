package household

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// WrittenPlaceMatch is the payload of written_place.match: the office decides that names are the same as a place. The
// records are one of each spelling; the decision applies to all records with these names under the same area. The area
// under which the names were written takes an earlier decision back.
type WrittenPlaceMatch struct {
	Records []string `json:"records" nullable:"false" format:"uuid" minItems:"1" maxItems:"50" fault:"malformed,minItems=required,maxItems=too_many"`
	Area    area.Key `json:"area" format:"area-key"`
}

// Validate checks the form.
func (in WrittenPlaceMatch) Validate() error { return form.Check(in) }

// WrittenPlaceAdd is the payload of written_place.add: the steward adds a place that was written and is in no list, and
// the names are the same as it. Its name is public, like that of every place.
type WrittenPlaceAdd struct {
	Records []string   `json:"records" nullable:"false" format:"uuid" minItems:"1" maxItems:"50" fault:"malformed,minItems=required,maxItems=too_many"`
	Level   area.Level `json:"level" enum:"panchayat,village" fault:"level_unknown"`
	Parent  area.Key   `json:"parent" format:"area-key"` // the area under which it was written, or one within it
	Name    string     `json:"name" minLength:"1" maxLength:"120" format:"area-name" fault:"name_missing,maxLength=name_too_long"`
	NameBN  string     `json:"name_bn,omitempty" maxLength:"120" format:"area-name" fault:"name_too_long"`
	NameHI  string     `json:"name_hi,omitempty" maxLength:"120" format:"area-name" fault:"name_too_long"`
}

// Validate checks the form.
func (in WrittenPlaceAdd) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return in.area().Validate()
}

// area returns the payload of area.put; the code is generated, here it only completes the form.
func (in WrittenPlaceAdd) area() area.AreaPut {
	return area.AreaPut{
		Level: in.Level, Code: "local:0", Parent: in.Parent, Name: in.Name, NameBN: in.NameBN, NameHI: in.NameHI,
	}
}

// Placers are the roles that decide which place a written name means.
var Placers = []actor.Role{actor.Administrator, actor.Coordinator}

// MatchWritten applies written_place.match: it stores the names as own names of the area, so that their next use
// resolves by itself, and moves the families.
func MatchWritten(tx *db.Tx, e journal.Entry, in WrittenPlaceMatch) (journal.Outcome, error) {
	written, err := toDecide(tx, in.Records)
	if err != nil {
		return journal.Outcome{}, err
	}
	place, err := area.Get(tx, in.Area)
	if f := fault.Of(err); f != nil {
		return journal.Outcome{}, f.At("/area")
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	return decide(tx, e, written, place)
}

// AddWritten applies written_place.add.
func AddWritten(tx *db.Tx, e journal.Entry, in WrittenPlaceAdd) (journal.Outcome, error) {
	if err := tx.Actor.MustSteward(); err != nil {
		return journal.Outcome{}, err
	}
	written, err := toDecide(tx, in.Records)
	if err != nil {
		return journal.Outcome{}, err
	}
	parent, err := area.Get(tx, in.Parent)
	if f := fault.Of(err); f != nil {
		return journal.Outcome{}, f.At("/parent")
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	for _, w := range written {
		if err := area.CheckBelow(parent, w.UnderPath, true); err != nil {
			return journal.Outcome{}, fault.Of(err).At("/parent")
		}
	}
	place, err := area.AddLocal(tx, e, in.area())
	if err != nil {
		return journal.Outcome{}, err
	}
	return decide(tx, e, written, place)
}

// toDecide returns the written names that the records have, each once, and locks them against registrations with the
// same names. An unknown record, one of another organisation and one out of scope are the same fault.
func toDecide(tx *db.Tx, records []string) ([]writtenRow, error) {
	if err := tx.Actor.Must(Placers...); err != nil {
		return nil, err
	}
	if tx.Actor.System {
		return nil, fault.New(fault.Forbidden, "role_missing", "Only an organisation's own people can decide on its names.")
	}
	asked := slices.Compact(slices.Sorted(slices.Values(records)))
	var rows []writtenRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("under_path", tx.Actor.Paths(Placers...))).
		Where("record IN ? AND NOT alone", asked).Order("record").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	if len(rows) < len(asked) {
		return nil, fault.NotFound("written_place").At("/records")
	}
	var names []writtenRow
	keys := make([]area.Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Under
		if !slices.ContainsFunc(names, func(n writtenRow) bool { return n.Under == row.Under && n.Folded == row.Folded }) {
			names = append(names, row)
		}
	}
	return names, area.LockNames(tx, keys)
}

// decide places all records with the names at an area: it stores the aliases and moves the families.
func decide(tx *db.Tx, e journal.Entry, names []writtenRow, place area.Area) (journal.Outcome, error) {
	moved := 0
	for _, name := range names {
		if err := area.CheckBelow(place, name.UnderPath, true); err != nil {
			return journal.Outcome{}, fault.Of(err).At("/area")
		}
		families, err := placeName(tx, e, name, place)
		if err != nil {
			return journal.Outcome{}, err
		}
		moved += families
		if place.Key == name.Under {
			err = area.DropWrittenAliases(tx, string(name.Organisation), name.UnderPath, name.Folded)
		} else {
			err = area.AddWrittenAlias(tx, e, name.UnderPath, place, name.Name)
		}
		if err != nil {
			return journal.Outcome{}, err
		}
	}
	return journal.Applied().With("area", string(place.Key)).With("families", moved), nil
}

// placeName places all records with one name, and returns how many families moved.
func placeName(tx *db.Tx, e journal.Entry, name writtenRow, place area.Area) (moved int, err error) {
	var records []string
	err = tx.Model(&writtenRow{}).Order("record").
		Where("organisation = ? AND under = ? AND folded = ? AND NOT alone", name.Organisation, name.Under, name.Folded).
		Pluck("record", &records).Error
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(records, chunk) {
		families, err := lockFamilies(tx, part)
		if err != nil {
			return 0, err
		}
		placed, err := placeRecords(tx, e, name, place, part)
		if err != nil {
			return 0, err
		}
		families = slices.DeleteFunc(families, func(h Household) bool {
			return !slices.Contains(placed, string(h.ID)) || h.Area == place.Key
		})
		if err := moveFamilies(tx, e, families, place); err != nil {
			return 0, err
		}
		moved += len(families)
	}
	return moved, nil
}

// lockFamilies locks the households among records in the order of their ids.
func lockFamilies(tx *db.Tx, records []string) (families []Household, err error) {
	q := tx.Model(&Household{}).Select("id, organisation, area, version")
	if tx.Engine == db.Postgres {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	return families, q.Scopes(notErased).Where("id IN ?", records).Order("id").Find(&families).Error
}

// placeRecords places records that no correction has placed meanwhile, and returns them. The area under which the name
// was written leaves it undecided.
func placeRecords(tx *db.Tx, e journal.Entry, name writtenRow, place area.Area, records []string) ([]string, error) {
	var open []string
	err := tx.Model(&writtenRow{}).Where("record IN ? AND NOT alone", records).Pluck("record", &open).Error
	if err != nil || len(open) == 0 {
		return nil, err
	}
	decided := writtenRow{Area: &place.Key, AreaPath: &place.Path, Cause: &e.ID, DecidedAt: &tx.Now}
	if place.Key == name.Under {
		decided.Area, decided.AreaPath = nil, nil
	}
	return open, tx.Model(&writtenRow{}).Where("record IN ?", open).
		Select("area", "area_path", "cause", "decided_at").Updates(decided).Error
}

var insertMove = db.Insert{Width: 6, Into: `INSERT INTO household_move (household, organisation, entry, version,
	area_before, area_after)`}

// moveRow is the move of a family by a decision on a written name.
type moveRow struct {
	Household  ID `gorm:"primaryKey"`
	Entry      journal.EntryID
	Version    int `gorm:"primaryKey;autoIncrement:false"`
	AreaBefore area.Key
	AreaAfter  area.Key
}

// TableName names the table.
func (moveRow) TableName() string { return "household_move" }

// moveFamilies moves locked households to an area and increments their versions, as a correction of the area does.
func moveFamilies(tx *db.Tx, e journal.Entry, families []Household, place area.Area) error {
	if len(families) == 0 {
		return nil
	}
	ids, moves := make([]ID, len(families)), make([][]any, len(families))
	for i, h := range families {
		ids[i] = h.ID
		moves[i] = []any{
			string(h.ID), string(h.Organisation), string(e.ID), h.Version + 1, string(h.Area), string(place.Key),
		}
	}
	if err := insertMove.Run(tx, moves); err != nil {
		return err
	}
	err := tx.Exec("UPDATE household SET area = ?, area_path = ?, version = version + 1 WHERE id IN ?",
		string(place.Key), place.Path, ids).Error
	if err != nil {
		return err
	}
	return tx.Model(&searchKey{}).Where("household IN ?", ids).Update("area_path", place.Path).Error
}

// movesAfter returns the moves of a household after a version, oldest first.
func movesAfter(tx *db.Tx, id ID, version int) (moves []moveRow, err error) {
	return moves, tx.Where("household = ? AND version > ?", id, version).Order("version").Find(&moves).Error
}

// checkMoved rejects the correction of an area that a decision on the written place changed after the version that the
// corrector saw.
func checkMoved(tx *db.Tx, h Household, base int, fields []string) error {
	if !slices.Contains(fields, "area") {
		return nil
	}
	moves, err := movesAfter(tx, h.ID, base)
	if err != nil || len(moves) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "changed_since", "This field was changed after that version.").At("/area").
		With("field", "area").With("base_version", base).With("version", moves[len(moves)-1].Version)
}

// moved returns the state after a move, for the history.
func (s entryRow) moved(state Household) (Household, []FieldChange, error) {
	after := state
	after.Area = s.to
	return after, changes([]string{"area"}, &state, after), nil
}

// writtenChange returns the written place of a registration as its history shows it.
func (r HouseholdRegister) writtenChange() []FieldChange {
	if area.Fold(r.WrittenPlace) == "" {
		return nil
	}
	return []FieldChange{{Field: "written_place", After: area.Tidy(r.WrittenPlace)}}
}
