package voice

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Record applies voice.record. The size of a dialect is counted on its row, by a conditional update: two recordings at
// the same time cannot exceed the limit together.
func Record(tx *db.Tx, e journal.Entry, in VoiceRecord) (journal.Outcome, error) {
	of, err := dialectOf(tx, in.Language, in.Dialect)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := lockDialect(tx, of); err != nil {
		return journal.Outcome{}, err
	}
	file, err := fileOf(tx, in.File)
	if err != nil {
		return journal.Outcome{}, err
	}
	before, err := remove(tx, of, in.Spoken)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := grow(tx, of, file.Size-before); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Create(&Recording{
		Organisation: of.Organisation, Language: of.Language, Dialect: of.Dialect, Spoken: in.Spoken, Words: in.Words,
		SHA256: file.SHA256, Container: file.Container, Size: file.Size, Entry: e.ID, Account: tx.Actor.Account,
		RecordedAt: tx.Now,
	}).Error
}

// Withdraw applies voice.withdraw. A dialect without recordings is no longer offered.
func Withdraw(tx *db.Tx, _ journal.Entry, in VoiceWithdraw) (journal.Outcome, error) {
	of, err := dialectOf(tx, in.Language, in.Dialect)
	if err != nil {
		return journal.Outcome{}, err
	}
	size, err := remove(tx, of, in.Spoken)
	if err != nil {
		return journal.Outcome{}, err
	}
	if size == 0 {
		return journal.Outcome{}, fault.NotFound("recording").At("/spoken")
	}
	if err := grow(tx, of, -size); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), tx.Scopes(same(of)).Where("size = 0").Delete(&dialectRow{}).Error
}

// dialectOf authorises the actor and returns the key of a dialect of the actor's organisation.
func dialectOf(tx *db.Tx, language, dialect string) (dialectRow, error) {
	if err := tx.Actor.Must(Editors...); err != nil {
		return dialectRow{}, err
	}
	if tx.Actor.Organisation == "" {
		return dialectRow{}, errNoOrganisation()
	}
	name := nameOf(dialect)
	if name == "" {
		return dialectRow{}, fault.Field("/dialect", "required", "This field is required.")
	}
	return dialectRow{Organisation: tx.Actor.Organisation, Language: language, Dialect: name}, nil
}

// lockDialect adds the row of a dialect where there is none, and locks it until the end of the transaction.
func lockDialect(tx *db.Tx, of dialectRow) error {
	var others int64
	err := tx.Model(&dialectRow{}).Where("organisation = ? AND NOT (language = ? AND dialect = ?)",
		of.Organisation, of.Language, of.Dialect).Count(&others).Error
	if err != nil {
		return err
	}
	if others >= MostDialects {
		return fault.New(fault.Conflict, "too_many", "There are too many.").At("/dialect").With("most", MostDialects)
	}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "organisation"}, {Name: "language"}, {Name: "dialect"}},
		DoUpdates: clause.Assignments(map[string]any{"size": gorm.Expr("voice_dialect.size")}),
	}).Create(&of).Error
}

// grow changes the size of a dialect, within its limit.
func grow(tx *db.Tx, of dialectRow, by int) error {
	changed := tx.Model(&dialectRow{}).Scopes(same(of)).Where("size + ? <= ?", by, MostDialectBytes).
		Update("size", gorm.Expr("size + ?", by))
	if changed.Error != nil || changed.RowsAffected > 0 {
		return changed.Error
	}
	return fault.New(fault.Conflict, "voice_room", "The recordings of one dialect may have 400 kB together.").At("/file").
		With("kb", MostDialectBytes/1000)
}

// remove deletes the recording of a text and returns its size; 0: there was none.
func remove(tx *db.Tx, of dialectRow, spoken Text) (int, error) {
	var before []Recording
	err := tx.Scopes(same(of)).Where("spoken = ?", spoken).Limit(1).Find(&before).Error
	if err != nil || len(before) == 0 {
		return 0, err
	}
	gone := tx.Scopes(same(of)).Where("spoken = ?", spoken).Delete(&Recording{})
	if gone.Error != nil || gone.RowsAffected == 0 {
		return 0, gone.Error
	}
	return before[0].Size, nil
}

func same(of dialectRow) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Where("organisation = ? AND language = ? AND dialect = ?", of.Organisation, of.Language, of.Dialect)
	}
}
