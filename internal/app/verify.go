package app

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/paper"
	"tripol/internal/release"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/voice"
)

// Verify checks all integrity invariants on one snapshot: the journal and its hash chain, the ledger, one handover per
// entitlement, every photo's file, every release. It returns the violations.
func (a *App) Verify(ctx context.Context) ([]journal.Violation, error) {
	var all []journal.Violation
	if _, err := household.PruneWords(ctx, a.Store); err != nil { // leftovers of a recent correction
		return nil, err
	}
	err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		all = nil
		photos := func(tx *db.Tx) ([]journal.Violation, error) { return media.Verify(tx, a.Config.Photos()) }
		for _, prove := range []func(*db.Tx) ([]journal.Violation, error){
			journal.Verify, area.Verify, stock.Verify, household.Verify, damage.Verify, photos, card.Verify, paper.Verify,
			distribution.Verify, campaign.Verify, release.Verify, summary.Verify, field.Verify, summary.VerifyEntries,
			intake.Verify, voice.Verify, grievance.Verify,
		} {
			found, err := prove(tx)
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		return nil
	})
	return all, err
}

// OpenGaps returns the entries that phones have numbered and that were not received. They violate no invariant, so they
// are no finding: the phone may still send them.
func (a *App) OpenGaps(ctx context.Context) (gaps []field.OpenGap, err error) {
	return gaps, a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		gaps, err = field.OpenGaps(tx)
		return err
	})
}

// VerifySeen checks that the chain still contains the given hashes at their positions.
func (a *App) VerifySeen(ctx context.Context, seen map[int64]string) (found []journal.Violation, err error) {
	return found, a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		found, err = journal.VerifySeen(tx, seen)
		return err
	})
}
