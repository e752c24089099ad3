package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

const (
	sites     = 8      // distribution sites, each with its own store and distribution
	allotment = 12_000 // maximum of households per run
	password  = "a password for the bench"
	block     = area.Key("block:2738")
	blockPath = "/19/303/2738/"
	village   = area.Key("panchayat:wb-gp:2738-01")
	villageAt = "/19/303/2738/wb-gp:2738-01/"
)

// world is a database of households with one card each, and for each run a list of households to serve.
type world struct {
	config     config.Config
	households int
	runs       []int // number of sites of each run
	slots      int   // households per run
	codes      []string
	cards      []string
	item       stock.ItemID
	stores     []stock.StoreID
	planner    actor.Actor
	approver   actor.Actor
	mina       actor.Actor // distributor in the block
	entry      string      // entry referenced by bulk rows
	at         db.Instant
}

// id returns a UUID made of numbers, so that the limit can compute it: kind is one hexadecimal digit.
func id(kind string, n int) string { return fmt.Sprintf("00000000-0000-7000-800%s-%012d", kind, n) }

// The kinds of id.
const (
	householdIDs    = "1"
	distributionIDs = "2"
	entitlementIDs  = "3"
	limitIDs        = "4" // entries and handovers of the limit
	filler          = "5" // entries of bulk rows without references
)

// household returns the household's number in a slot of a run, spread over all households and different for each run.
func (w *world) household(run, slot int) int {
	return (slot*(w.households/w.slots) + run) % w.households
}

func slotID(run, slot int) int { return run*1_000_000 + slot }

func siteID(run, site int) int { return run*100 + site }

// build builds the world in an empty database: people, places, goods and cards by entries, the rest in bulk.
func (w *world) build(ctx context.Context, bulk loader) error {
	w.slots = min(allotment, w.households)
	a, err := app.Open(ctx, w.config, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	err = w.furnish(ctx, a)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	first, err := bulk.strings(ctx, "SELECT CAST(id AS TEXT), '' FROM entry LIMIT 1")
	if err != nil {
		return err
	}
	w.entry = first[0][0]
	pairs, err := bulk.strings(ctx, "SELECT id, code FROM card ORDER BY batch, place")
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		w.cards, w.codes = append(w.cards, pair[0]), append(w.codes, pair[1])
	}
	if len(w.codes) < w.households {
		return fmt.Errorf("%d cards for %d households", len(w.codes), w.households)
	}
	return w.fill(ctx, bulk)
}

func (w *world) furnish(ctx context.Context, a *app.App) error {
	w.at = a.Store.Now()
	for _, place := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Patlikhanpur", Parent: block},
	} {
		if err := submit(ctx, a, actor.System(), "area.put", place); err != nil {
			return err
		}
	}
	if err := w.people(ctx, a); err != nil {
		return err
	}
	w.item = stock.ItemID(db.NewID())
	item := stock.ItemAdd{ID: w.item, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "tarpaulin"}
	if err := submit(ctx, a, w.planner, "item.add", item); err != nil {
		return err
	}
	for site := range sites {
		store := stock.StoreID(db.NewID())
		w.stores = append(w.stores, store)
		name := fmt.Sprintf("School %d", site+1)
		in := stock.StoreAdd{ID: store, Organisation: w.planner.Organisation, Name: name, Kind: "site", Area: block}
		if err := submit(ctx, a, w.planner, "store.add", in); err != nil {
			return err
		}
		receipt := stock.StockReceive{ID: stock.MovementID(db.NewID()), Store: store, Lines: []stock.ItemQuantity{{Item: w.item, Quantity: 10_000_000}}}
		if err := submit(ctx, a, w.planner, "stock.receive", receipt); err != nil {
			return err
		}
	}
	for left := w.households; left > 0; left -= 5000 {
		in := card.CardPrintBatch{ID: card.BatchID(db.NewID()), Name: "bench", Cards: min(left, 5000)}
		if err := submit(ctx, a, w.planner, "card.print_batch", in); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) people(ctx context.Context, a *app.App) error {
	var err error
	add := func(login, path string, roles ...actor.Role) actor.Actor {
		user := app.NewUser{Login: login, Name: login, Organisation: "Bench", Language: "en", Password: password}
		who := actor.Actor{Name: login}
		for _, role := range roles {
			user.Grants = append(user.Grants, people.Grant{Role: role, AreaPath: path})
			who.Grants = append(who.Grants, actor.Grant{Role: role, Path: path})
		}
		account, failed := a.AddUser(ctx, user)
		who.Account = account
		if failed == nil {
			failed = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
				_, who.Organisation, err = people.ByLogin(tx, login)
				return err
			})
		}
		err = errors.Join(err, failed)
		return who
	}
	w.planner = add("rina", "/", actor.Coordinator, actor.Storekeeper, actor.OutreachWorker)
	w.approver = add("anwar", "/", actor.Coordinator)
	w.mina = add("mina", blockPath, actor.Distributor)
	return err
}

func submit(ctx context.Context, a *app.App, who actor.Actor, kind string, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	e := journal.Entry{ID: journal.EntryID(db.NewID()), Kind: kind, Schema: 1, OccurredAt: a.Store.Now(), Payload: raw}
	outcome, err := a.Intake.Take(ctx, a.Store, who, e)
	if err == nil && outcome.Status != journal.StatusApplied {
		err = fmt.Errorf("%s was refused: %s %s %s", kind, outcome.Code, outcome.Path, outcome.Message)
	}
	return err
}

// fill bulk-loads households, bindings and the lists of every run.
func (w *world) fill(ctx context.Context, bulk loader) error {
	if err := bulk.load(ctx, "household", []string{
		"id", "organisation", "area", "area_path", "name", "women", "men", "girls", "boys", "infants", "elderly", "criteria", "house",
		"not_same_as", "registered_by", "occurred_at", "registered_at", "entry",
	}, func(yield func([]any) bool) {
		for n := range w.households {
			at := w.at.UnixMicro() - int64(w.households-n)*1000
			if !yield([]any{
				id(householdIDs, n), string(w.mina.Organisation), string(village), villageAt, names[n%len(names)] + " " + surnames[n/len(names)%len(surnames)],
				1, 1, 1, 0, 0, 0, "[]", "kutcha", "[]", string(w.planner.Account), at, at, id(filler, n),
			}) {
				return
			}
		}
	}); err != nil {
		return err
	}
	if err := w.load(ctx, bulk, "card_binding", []string{"card", "household", "generation", "bound_at", "bound_by", "entry"},
		func(yield func([]any) bool) {
			for n := range w.households {
				if !yield([]any{w.cards[n], id(householdIDs, n), 1, w.at.UnixMicro(), string(w.planner.Account), id(filler, n)}) {
					return
				}
			}
		}); err != nil {
		return err
	}
	for run := range w.runs {
		if err := w.list(ctx, bulk, run); err != nil {
			return err
		}
	}
	return nil
}

var (
	names    = []string{"Rahima", "Sabita", "Fatima", "Mina", "Anwar", "Tapan", "Nurjahan", "Kalpana", "Abdul", "Haripada", "Shefali"}
	surnames = []string{"Bibi", "Mondal", "Sardar", "Das", "Sheikh", "Khatun", "Gazi", "Halder", "Molla", "Naskar", "Mistry", "Baidya", "Roy"}
)

// list builds the open distributions of one run, in the state after plan, approval and draw.
func (w *world) list(ctx context.Context, bulk loader, run int) error {
	const number = "352614"
	spread := w.runs[run]
	lists := make([][]distribution.Weighed, spread)
	entitled := map[string]int{}
	for slot := range w.slots {
		n := w.household(run, slot)
		place := distribution.Ranked{Household: household.ID(id(householdIDs, n)), Reference: w.codes[n], Grade: 3, Size: 3}
		lists[slot%spread] = append(lists[slot%spread], distribution.Weighed{Ranked: place, Exposure: distribution.Unlisted})
		entitled[id(householdIDs, n)] = slotID(run, slot)
	}
	var plans, lines, candidates, keys, inputs, due, items [][]any
	for site, list := range lists {
		plan := id(distributionIDs, siteID(run, site))
		key, err := distribution.NewKey()
		if err != nil {
			return err
		}
		list = distribution.Committed(list, key)
		digest := distribution.Frame{
			ID: distribution.ID(plan), Version: distribution.Current, Quantity: len(list), Key: key.Commitment(),
		}.Digest(distribution.PublicList(list))
		at := w.at.UnixMicro()
		plans = append(plans, []any{
			plan, w.entry, string(w.mina.Organisation), "Bench", string(block), blockPath, "Hasnabad", string(w.stores[site]),
			fmt.Sprintf("School %d", site+1), 3, 0, len(list), len(list), distribution.Current, digest.String(), "open", string(w.planner.Account), at,
			string(w.approver.Account), number, at, at,
		})
		lines = append(lines, []any{plan, string(w.item), 0, 1})
		keys = append(keys, []any{plan, string(w.mina.Organisation), key[:]})
		for _, p := range distribution.Drawn(list, key, distribution.DrawSeed(digest, number), len(list)) {
			candidates = append(candidates, []any{
				plan, string(p.Household), p.Reference, p.Grade, p.Size, p.Commitment, 0, "[]", p.Rank, string(p.Included),
			})
			inputs = append(inputs, []any{plan, string(p.Household), string(w.mina.Organisation), 0, "[]", false, string(p.Exposure)})
			entitlement := id(entitlementIDs, entitled[string(p.Household)])
			due = append(due, []any{entitlement, plan, string(p.Household)})
			items = append(items, []any{entitlement, string(w.item), 1})
		}
	}
	for _, part := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"distribution", []string{
			"id", "entry", "organisation", "name", "area", "area_path", "area_name", "store", "store_name", "minimum_grade",
			"not_served_days", "quantity", "listed", "weights", "digest", "state", "planner", "planned_at", "approver", "number",
			"approved_at", "opened_at",
		}, plans},
		{"distribution_line", []string{"distribution", "item", "line", "per_household"}, lines},
		{"candidate", []string{
			"distribution", "household", "reference", "grade", "size", "commitment", "points", "reasons", "rank", "included",
		}, candidates},
		{"list_key", []string{"distribution", "organisation", "key"}, keys},
		{"candidate_input", []string{
			"distribution", "household", "organisation", "points", "needs", "private_reason", "exposure",
		}, inputs},
		{"entitlement", []string{"id", "distribution", "household"}, due},
		{"entitlement_item", []string{"entitlement", "item", "quantity"}, items},
	} {
		if err := w.load(ctx, bulk, part.table, part.columns, slices.Values(part.rows)); err != nil {
			return err
		}
	}
	return nil
}

// load is bulk.load for rows of the world's organisation, whose id it adds to each row.
func (w *world) load(ctx context.Context, bulk loader, table string, columns []string, rows iter.Seq[[]any]) error {
	if slices.Contains(columns, "organisation") {
		return bulk.load(ctx, table, columns, rows)
	}
	return bulk.load(ctx, table, slices.Concat(columns, []string{"organisation"}), func(yield func([]any) bool) {
		for row := range rows {
			if !yield(append(row, string(w.mina.Organisation))) {
				return
			}
		}
	})
}
