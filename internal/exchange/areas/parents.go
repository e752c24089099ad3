package areas

import (
	"context"
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// ParentFinder finds stored areas by code, folded name or alias.
type ParentFinder struct {
	store *db.Store
	who   actor.Actor
}

// FindParents returns a ParentFinder that queries the database.
func FindParents(store *db.Store, a actor.Actor) *ParentFinder { return &ParentFinder{store, a} }

func (p *ParentFinder) find(ctx context.Context, level area.Level, text string) (found []area.Area, err error) {
	err = p.store.Read(ctx, p.who, func(tx *db.Tx) error {
		found, err = area.Find(tx, level, text)
		return err
	})
	return found, err
}

// aliases returns the shared other names of an area.
func (p *ParentFinder) aliases(ctx context.Context, key area.Key) (names []string, err error) {
	err = p.store.Read(ctx, p.who, func(tx *db.Tx) error {
		names, err = area.SharedAliases(tx, key)
		return err
	})
	return names, err
}

// notOneParent refuses a parent that no area, or more than one, has as its code or name.
func notOneParent(level area.Level, text string, found int) *fault.Fault {
	if found == 0 {
		return fault.New(fault.Conflict, "unknown_parent",
			fmt.Sprintf("No %s is called %.60q.", level, text)).At("/parent").With("text", sheet.Shorten(text))
	}
	return fault.New(fault.Conflict, "parent_ambiguous",
		fmt.Sprintf("More than one %s is called %.60q; give its code.", level, text)).At("/parent").
		With("text", sheet.Shorten(text))
}
