package household

import (
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// A written place is an unmatched place name: a worker who does not find a panchayat or village writes its name under
// the block. The record counts at the block until the office decides which place the name means. The name can identify
// a family: it is in no log, no outcome and no release, and the erasure of the family deletes it.

// WrittenOn is the kind of record with a written name.
type WrittenOn string

// The kinds of records with a written name.
const (
	WrittenOnHousehold WrittenOn = "household"
	WrittenOnGrievance WrittenOn = "grievance"
	WrittenOnSituation WrittenOn = "situation_report"
)

var _ = form.Set("written_on", WrittenOnHousehold, WrittenOnGrievance, WrittenOnSituation)

// Written is a name of a place as a worker wrote it on a record.
type Written struct {
	Record string // the id of the record
	On     WrittenOn
	Under  area.Area // where it was written
	Name   string
	At     db.Instant
	Entry  journal.EntryID
}

// writtenRow is a written name with the decision on it. Area is nil while nobody has decided.
type writtenRow struct {
	Record       string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Kind         WrittenOn
	Under        area.Key
	UnderPath    string
	Name         string
	Folded       string
	Sound        string
	WrittenAt    db.Instant
	Entry        journal.EntryID
	Arrived      *area.Key // where an alias placed it when it arrived
	Area         *area.Key
	AreaPath     *string
	Cause        *journal.EntryID // the entry of the decision
	DecidedAt    *db.Instant
	Alone        bool // a correction placed this family: decisions on the name leave it
}

// TableName names the table.
func (writtenRow) TableName() string { return "written_place" }

// CheckWritten rejects a written name without a letter or digit, and one under an area that can hold no other place. An
// empty name is valid.
func CheckWritten(name string, under area.Key) error {
	switch {
	case strings.TrimSpace(name) == "":
		return nil
	case area.Fold(name) == "":
		return fault.Field("/written_place", "name_malformed", "A name needs a letter or a digit.")
	case !under.Level().MayHoldUnlisted():
		return fault.Field("/written_place", "not_offered", "A place is written under a block or a panchayat.")
	}
	return nil
}

// placeSound returns the phonetic key of a place's name: the sounds of its words in their order, with its numerals. A
// name in a script without phonetic keys is its own key. The rules are those of version 2: the later ones are about
// names of people, and written_place stores the key.
func placeSound(name string) string {
	var sounds []string
	for _, word := range area.FoldedWords(name) {
		heard := PhoneticWordsOf(KeyVersion2, word)
		if len(heard) == 0 {
			sounds = append(sounds, word)
		}
		for _, one := range heard {
			sounds = append(sounds, one.Common)
		}
	}
	return strings.Join(sounds, "")
}

// writtenName is a folded name under an area.
type writtenName struct {
	under  area.Key
	folded string
}

// resolveWritten returns the areas of the written names that the organisation's own names identify, each within the
// area where it was written. An ambiguous name is not resolved.
func resolveWritten(tx *db.Tx, all []Written) (map[writtenName]area.Area, error) {
	if len(all) == 0 {
		return nil, nil
	}
	keys, folded := make([]area.Key, len(all)), make([]string, len(all))
	for i, w := range all {
		keys[i], folded[i] = w.Under.Key, area.Fold(w.Name)
	}
	if err := area.ShareNames(tx, keys); err != nil {
		return nil, err
	}
	named, err := area.OwnNamed(tx, folded)
	if err != nil {
		return nil, err
	}
	resolved := map[writtenName]area.Area{}
	for i, w := range all {
		var within []area.Area
		for _, place := range named[folded[i]] {
			if area.CheckBelow(place, w.Under.Path, false) == nil {
				within = append(within, place)
			}
		}
		if len(within) == 1 {
			resolved[writtenName{w.Under.Key, folded[i]}] = within[0]
		}
	}
	return resolved, nil
}

// row returns the row of a written name, placed where an own name resolves it.
func (w Written) row(tx *db.Tx, resolved map[writtenName]area.Area) writtenRow {
	r := writtenRow{
		Record: w.Record, Organisation: tx.Actor.Organisation, Kind: w.On, Under: w.Under.Key, UnderPath: w.Under.Path,
		Name: area.Tidy(w.Name), Folded: area.Fold(w.Name), Sound: placeSound(w.Name), WrittenAt: w.At, Entry: w.Entry,
	}
	if place, is := resolved[writtenName{w.Under.Key, r.Folded}]; is {
		r.Arrived, r.Area, r.AreaPath = &place.Key, &place.Key, &place.Path
	}
	return r
}

// KeepWritten stores the name that was written on a record which stays where it was written, such as a situation
// report. An empty name stores nothing.
func KeepWritten(tx *db.Tx, w Written) error {
	if area.Fold(w.Name) == "" {
		return nil
	}
	resolved, err := resolveWritten(tx, []Written{w})
	if err != nil {
		return err
	}
	row := w.row(tx, resolved)
	return tx.Create(&row).Error
}

// WrittenNames returns the written names of records in the actor's organisation, by record, with the place of a decided
// one. The caller has checked that the actor may read the records.
func WrittenNames[I ~string](tx *db.Tx, records []I) (map[I]WrittenState, error) {
	names := map[I]WrittenState{}
	for start := 0; start < len(records); start += chunk {
		var rows []writtenRow
		err := tx.Scopes(db.OneOrganisation(tx.Actor)).Select("record", "name", "area").
			Where("record IN ?", records[start:min(start+chunk, len(records))]).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			state := WrittenState{Name: row.Name}
			if row.Area != nil {
				state.Area = *row.Area
			}
			names[I(row.Record)] = state
		}
	}
	return names, nil
}

// WrittenState is a written name and the place that was decided for it; empty: none yet.
type WrittenState struct {
	Name string
	Area area.Key
}

// Undecided returns the name while nobody has decided on it, else nothing.
func (s WrittenState) Undecided() string {
	if s.Area != "" {
		return ""
	}
	return s.Name
}

func forgetWritten(tx *db.Tx, h Household) error {
	return ForgetWrittenOn(tx, string(h.ID), h.Organisation)
}

// ForgetWrittenOn deletes the written name of an erased record, and the aliases that were made of it where no other
// record has the same name.
func ForgetWrittenOn(tx *db.Tx, record string, of actor.OrganisationID) error {
	var rows []writtenRow
	if err := tx.Where("record = ?", record).Find(&rows).Error; err != nil || len(rows) == 0 {
		return err
	}
	row := rows[0]
	if err := tx.Where("record = ?", row.Record).Delete(&writtenRow{}).Error; err != nil {
		return err
	}
	var others int64
	err := tx.Model(&writtenRow{}).
		Where("organisation = ? AND under = ? AND folded = ?", of, row.Under, row.Folded).Count(&others).Error
	if err != nil || others > 0 {
		return err
	}
	return area.DropWrittenAliases(tx, string(of), row.UnderPath, row.Folded)
}

// placeAlone records that a correction placed a family whose place was written: later decisions on the name leave it.
func placeAlone(tx *db.Tx, e journal.Entry, h Household) error {
	return tx.Model(&writtenRow{}).Where("record = ?", h.ID).Select("area", "area_path", "cause", "decided_at", "alone").
		Updates(writtenRow{Area: &h.Area, AreaPath: &h.AreaPath, Cause: &e.ID, DecidedAt: &tx.Now, Alone: true}).Error
}

// rewritePlace stores the place that a correction writes for a family, instead of one that was written before. The
// office decides on it: no name resolves it on arrival, since a correction states the area that counts until then.
func rewritePlace(tx *db.Tx, e journal.Entry, h Household, name string) error {
	if area.Fold(name) == "" {
		return nil
	}
	row := Written{
		Record: string(h.ID), On: WrittenOnHousehold, Under: area.Area{Key: h.Area, Path: h.AreaPath}, Name: name,
		At: e.Happened(tx.Now), Entry: e.ID,
	}.row(tx, nil)
	instead := clause.OnConflict{
		Columns: []clause.Column{{Name: "record"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"under", "under_path", "name", "folded", "sound", "written_at", "area", "area_path", "cause", "decided_at", "alone",
		}),
	}
	return tx.Clauses(instead).Create(&row).Error
}

// writtenOn returns the written names of registrations under known areas; a registration that is refused stores none.
func writtenOn(all []HouseholdRegister, places map[area.Key]area.Area) (written []Written) {
	for _, in := range all {
		under, known := places[in.Area]
		if known && area.Fold(in.WrittenPlace) != "" && CheckWritten(in.WrittenPlace, in.Area) == nil {
			written = append(written, Written{Under: under, Name: in.WrittenPlace})
		}
	}
	return written
}

// accept returns the household of a valid registration, at the area that its written place resolves to.
func (r HouseholdRegister) accept(
	tx *db.Tx, at int, e journal.Entry, place area.Area, resolved map[writtenName]area.Area,
) newHousehold {
	h := newHousehold{at: at, consent: r.Consent, blob: r.SealedNote, private: r.PrivateReason == 1}
	if area.Fold(r.WrittenPlace) != "" {
		w := Written{
			Record: string(r.ID), On: WrittenOnHousehold, Under: place, Name: r.WrittenPlace,
			At: clampToNow(e.OccurredAt, tx.Now), Entry: e.ID,
		}
		row := w.row(tx, resolved)
		h.written = &row
		if better, is := resolved[writtenName{place.Key, row.Folded}]; is {
			place = better
		}
	}
	h.row = r.household(tx, e, place)
	return h
}

// insertWithPlaces inserts households, and the written places of those that were inserted.
func insertWithPlaces(tx *db.Tx, all []newHousehold, results []journal.Result) error {
	if err := insert(tx, all, results); err != nil {
		return err
	}
	var rows []writtenRow
	for _, r := range all {
		if r.written != nil && results[r.at].Refused == nil {
			rows = append(rows, *r.written)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, chunk).Error
}

// WrittenOf returns the undecided written places of families, for exports: only of those where the actor may register
// families, as of their landmarks.
func WrittenOf(tx *db.Tx, families []Household) (map[ID]string, error) {
	var ids []ID
	for _, h := range families {
		if h.Area.Level().MayHoldUnlisted() && tx.Actor.Reaches(h.AreaPath, Recorders...) {
			ids = append(ids, h.ID)
		}
	}
	states, err := WrittenNames(tx, ids)
	names := make(map[ID]string, len(states))
	for id, state := range states {
		names[id] = state.Undecided()
	}
	return names, err
}
