package people

import (
	"fmt"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// A role may have an end. It is compared with the time of each transaction wherever an actor is constructed and
// wherever a person is selected by role; nothing has to run when it is reached.

// inForce is the condition that a row g of account_grant has not ended; its parameter is the time.
const inForce = "(g.ends_at IS NULL OR g.ends_at > ?)"

// ended reports whether a role has ended.
func (g Grant) ended(now db.Instant) bool { return g.EndsAt != nil && !now.Before(g.EndsAt.Time) }

// includes reports whether an account with this grant gains nothing by another one: the same role over the same area,
// that ends no later.
func (g Grant) includes(other Grant) bool {
	if g.Role != other.Role || g.AreaPath != other.AreaPath {
		return false
	}
	return g.EndsAt == nil || other.EndsAt != nil && !other.EndsAt.After(g.EndsAt.Time)
}

// endsLater rejects a role that would end before it begins: `grant_ended`. A role that the account has already, with
// the same end, may remain in the list.
func endsLater(tx *db.Tx, before, after []Grant) error {
	for i, g := range after {
		if !g.ended(tx.Now) {
			continue
		}
		kept := slices.ContainsFunc(before, func(b Grant) bool { return b.includes(g) && g.includes(b) })
		if !kept {
			return fault.New(fault.Invalid, "grant_ended", "This role would have ended already: choose a later day.").
				At(fmt.Sprintf("/grants/%d/ends_at", i))
		}
	}
	return nil
}

// inForceAt returns the grants that have not ended.
func inForceAt(now db.Instant, grants []Grant) []Grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g Grant) bool { return g.ended(now) })
}

// grant returns the role that a row stores.
func (r grantRow) grant() Grant {
	return Grant{Role: actor.Role(r.Role), AreaPath: r.AreaPath, EndsAt: r.EndsAt}
}

func rolesEnded() error {
	return fault.New(fault.Unauthenticated, "roles_ended", "Your roles here have ended. Ask an administrator.")
}

// mayEnter rejects an account whose roles have all ended: `roles_ended`.
func mayEnter(tx *db.Tx, account string) error {
	var n int64
	err := tx.Table("account_grant g").Where("g.account = ? AND "+inForce, account, tx.Now).Limit(1).Count(&n).Error
	if err == nil && n == 0 {
		return rolesEnded()
	}
	return err
}
