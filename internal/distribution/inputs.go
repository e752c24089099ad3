package distribution

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// The ranking inputs of lists. These tables contain private reasons: only the ranking, its verification and the
// explanation of one family's rank (visible needs only) read them, and no query joins them to displayed lists.
type (
	listKeyRow struct {
		Distribution ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Key          []byte
	}
	inputRow struct {
		Distribution  ID           `gorm:"primaryKey"`
		Household     household.ID `gorm:"primaryKey"`
		Organisation  actor.OrganisationID
		Points        int
		Needs         []string `gorm:"serializer:json"`
		PrivateReason bool
		Exposure      Exposure // empty until the approval
		Lifted        bool
	}
	liftRow struct {
		Household    household.ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Lifted       bool
		Distribution ID
		RecordedAt   db.Instant
	}
)

// TableName names the table of a row type.
func (listKeyRow) TableName() string { return "list_key" }
func (inputRow) TableName() string   { return "candidate_input" }
func (liftRow) TableName() string    { return "household_lift" }

func (d distributionRow) frame(key Key) Frame {
	return Frame{ID: d.ID, Version: d.Weights, Quantity: d.Quantity, Key: key.Commitment()}
}

func keyOf(tx *db.Tx, id ID) (key Key, err error) {
	var row listKeyRow
	if err := tx.Take(&row, "distribution = ?", id).Error; err != nil {
		return key, err
	}
	copy(key[:], row.Key)
	return key, nil
}

// insertInputs stores a list's key and its ranking inputs.
func insertInputs(tx *db.Tx, d distributionRow, key Key, list []Weighed) error {
	row := listKeyRow{Distribution: d.ID, Organisation: d.Organisation, Key: key[:]}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return tx.CreateInBatches(inputsOf(d, list), batch).Error
}

func inputsOf(d distributionRow, list []Weighed) []inputRow {
	rows := make([]inputRow, len(list))
	for i, p := range list {
		rows[i] = inputRow{
			Distribution: d.ID, Household: p.Household, Organisation: d.Organisation, Points: p.Points, Needs: p.Needs,
			PrivateReason: p.Private, Exposure: p.Exposure, Lifted: p.Lifted,
		}
	}
	return rows
}

// weighedOf reads a list with its ranking inputs. missing is the number of families without inputs, which were erased;
// they are omitted.
func weighedOf(tx *db.Tx, d distributionRow) (list []Weighed, missing int, err error) {
	places, err := placesOf(tx, d.ID)
	if err != nil {
		return nil, 0, err
	}
	var rows []inputRow
	if err := tx.Where("distribution = ?", d.ID).Find(&rows).Error; err != nil {
		return nil, 0, err
	}
	inputs := make(map[household.ID]inputRow, len(rows))
	for _, row := range rows {
		inputs[row.Household] = row
	}
	for _, p := range places {
		in, kept := inputs[p.Household]
		if !kept {
			missing++
			continue
		}
		list = append(list, Weighed{
			Ranked: p, Points: in.Points, Needs: in.Needs, Private: in.PrivateReason, Exposure: in.Exposure, Lifted: in.Lifted,
		})
	}
	return list, missing, nil
}

// exposed reads the exposure of a list's families in earlier approved lists. Approvals are serialised from here to the
// commit: two lists that draw their cover concurrently would disclose private reasons by their intersection.
func exposed(tx *db.Tx, list []Weighed) error {
	if tx.Engine == db.Postgres { // SQLite has one writer
		if err := tx.Exec("LOCK TABLE household_lift IN SHARE ROW EXCLUSIVE MODE").Error; err != nil {
			return err
		}
	}
	seen := make(map[household.ID]Exposure, len(list))
	for first := 0; first < len(list); first += batch {
		page := list[first:min(first+batch, len(list))]
		ids := make([]household.ID, len(page))
		for i, p := range page {
			ids[i] = p.Household
		}
		var rows []liftRow
		if err := tx.Where("household IN ?", ids).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			seen[row.Household] = Passed
			if row.Lifted {
				seen[row.Household] = Lifted
			}
		}
	}
	for i, p := range list {
		list[i].Exposure = Unlisted
		if e, is := seen[p.Household]; is {
			list[i].Exposure = e
		}
	}
	return nil
}

// settleInputs stores the result of the draw, and the families' exposure from now on.
func settleInputs(tx *db.Tx, d distributionRow, drawn []Weighed) error {
	settled := clause.OnConflict{
		Columns:   []clause.Column{{Name: "distribution"}, {Name: "household"}},
		DoUpdates: clause.AssignmentColumns([]string{"exposure", "lifted"}),
	}
	if err := tx.Clauses(settled).CreateInBatches(inputsOf(d, drawn), batch).Error; err != nil {
		return err
	}
	var lifted, passed []liftRow
	for h, shown := range Shown(drawn) {
		row := liftRow{
			Household: h, Organisation: d.Organisation, Lifted: shown == Lifted, Distribution: d.ID, RecordedAt: tx.Now,
		}
		if row.Lifted {
			lifted = append(lifted, row)
		} else {
			passed = append(passed, row)
		}
	}
	once := clause.OnConflict{
		Columns:   []clause.Column{{Name: "household"}},
		DoUpdates: clause.AssignmentColumns([]string{"lifted", "distribution", "recorded_at"}),
		Where: clause.Where{Exprs: []clause.Expression{
			clause.Eq{Column: clause.Column{Table: "household_lift", Name: "lifted"}, Value: false},
		}},
	}
	if err := insertLifts(tx.Clauses(once), lifted); err != nil {
		return err
	}
	return insertLifts(tx.Clauses(clause.OnConflict{DoNothing: true}), passed)
}

func insertLifts(q *gorm.DB, rows []liftRow) error {
	if len(rows) == 0 {
		return nil
	}
	return q.CreateInBatches(rows, batch).Error
}

// Explanation explains a family's rank by its grade and its visible needs, and nothing else.
type Explanation struct {
	Rank     int
	Included Inclusion
	Grade    int
	Needs    []string // codes, greatest weight first; nil for lists of the first rule and erased families
}

// Explain returns the explanation of one family's place in a list.
func Explain(tx *db.Tx, id ID, h household.ID) (Explanation, error) {
	if err := tx.Actor.Must(Selectors...); err != nil {
		return Explanation{}, err
	}
	d, err := findInScope(tx, id, Selectors...)
	if err != nil {
		return Explanation{}, err
	}
	var row candidateRow
	err = tx.Take(&row, "distribution = ? AND household = ?", d.ID, h).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Explanation{}, fault.NotFound("household").At("/household")
	}
	if err != nil {
		return Explanation{}, err
	}
	var in []inputRow
	err = tx.Select("needs").Where("distribution = ? AND household = ?", d.ID, h).Limit(1).Find(&in).Error
	out := Explanation{Rank: row.Rank, Included: row.Included, Grade: row.Grade}
	if len(in) == 1 {
		out.Needs = in[0].Needs
	}
	return out, err
}
