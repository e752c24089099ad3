package field

import (
	"context"
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// packRow is an issued pack with the worker's roles at that moment.
type packRow struct {
	ID           string `gorm:"primaryKey"`
	Credential   string
	Organisation actor.OrganisationID
	Epoch        int64
	Seq          int64
	Grants       string
	IssuedAt     db.Instant
}

// TableName names the table of a row type.
func (packRow) TableName() string { return "pack" }

// offered returns the decidable records, with the rights of their packs, and their positions in the push.
func (d Service) offered(ctx context.Context, b *batch) (all []intake.Offered, places []int, err error) {
	var packs []string
	for i, r := range b.records {
		if r.invalid != nil {
			continue
		}
		e := r.outer.entry(b.phone.Credential)
		all, places = append(all, intake.Offered{Entry: e}), append(places, i)
		if e.Pack != "" {
			packs = append(packs, e.Pack)
		}
	}
	if len(packs) == 0 {
		return all, places, nil
	}
	rights, err := d.rightsOf(ctx, b.phone.Credential, packs)
	for i := range all {
		all[i].Then = rights[all[i].Pack]
	}
	return all, places, err
}

// rightsOf returns the roles under which a credential's packs were issued; none for a pack of another credential.
func (d Service) rightsOf(
	ctx context.Context, credential people.CredentialID, packs []string,
) (rights map[string][]actor.Grant, err error) {
	rights = map[string][]actor.Grant{}
	seen := map[string]bool{}
	var ids []string
	for _, id := range packs {
		if id != "" && !seen[id] {
			ids = append(ids, id)
		}
		seen[id] = true
	}
	if len(ids) == 0 {
		return rights, nil
	}
	err = d.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		var rows []packRow
		if err := tx.Where("credential = ? AND id IN ?", string(credential), ids).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			var grants []actor.Grant
			if err := json.Unmarshal([]byte(row.Grants), &grants); err != nil {
				return err
			}
			rights[row.ID] = grants
		}
		return nil
	})
	return rights, err
}

// sweepSize is the number of deferred entries read at once.
const sweepSize = 200

// ResolveWaiting decides again the entries deferred on one of the keys, or all deferred entries without keys. It
// returns the number of decided ones.
func (d Service) ResolveWaiting(ctx context.Context, keys ...string) (decided int, err error) {
	var after journal.EntryID
	for {
		var waiting []journal.Deferred
		err := d.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
			waiting, err = journal.DeferredEntries(tx, after, sweepSize, keys...)
			return err
		})
		if err != nil || len(waiting) == 0 {
			return decided, err
		}
		for _, w := range waiting {
			after = w.ID
			done, err := d.resolve(ctx, w)
			if err != nil {
				return decided, err
			}
			if done {
				decided++
			}
		}
		if len(waiting) < sweepSize {
			return decided, nil
		}
	}
}

func (d Service) resolve(ctx context.Context, w journal.Deferred) (bool, error) {
	var phone people.Phone
	err := d.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		phone, err = people.PhoneByCredential(tx, people.CredentialID(w.Credential))
		return err
	})
	if err != nil {
		return false, err
	}
	rights, err := d.rightsOf(ctx, phone.Credential, []string{w.Pack})
	if err != nil {
		return false, err
	}
	o, err := d.Intake.Resolve(ctx, d.Store, phone.Actor, w, rights[w.Pack])
	if err != nil || o.Status == journal.StatusDeferred || o.Status == "" {
		return false, err
	}
	if keys := d.Intake.Made(w.Kind, w.Payload); o.Status == journal.StatusApplied && len(keys) > 0 {
		_, err = d.ResolveWaiting(ctx, keys...) // entries deferred on this one
	}
	return true, err
}
