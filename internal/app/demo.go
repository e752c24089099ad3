package app

import (
	"context"
	"errors"
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/release"
	"tripol/internal/stock"
)

// DemoPassword is the password of every demo account. A demo database is served on loopback addresses only.
const DemoPassword = "tripol-demo"

// DemoLeaderPIN is the team leader's PIN of the demonstration's open list.
const DemoLeaderPIN = "719304"

// DemoSignIn is one account of the demonstration.
type DemoSignIn struct{ Login, Name, Does string }

// DemoSignIns are the accounts of the demonstration.
var DemoSignIns = []DemoSignIn{
	{"sabita", "Sabita Mondal", "outreach worker: registers families, grades damage, gives cards"},
	{"tapan", "Tapan Das", "outreach worker: the second person who verifies"},
	{"mina", "Mina Khatun", "distributor: scans cards and hands over"},
	{"biswajit", "Biswajit Sardar", "storekeeper: receives and dispatches"},
	{"fatima", "Fatima Bibi", "storekeeper of the partner in Canning: accepts what came"},
	{"rina", "Rina Halder", "coordinator: plans, prints cards, moves homes on"},
	{"anwar", "Anwar Sheikh", "coordinator: approves what Rina planned"},
	{"mukti", "Mukti Naskar", "protection officer: sees to what families agreed to, and erases"},
	{"nandini", "Nandini Roy", "treasurer: pledges and payments"},
	{"admin", "Demo Administrator", "administrator and steward: people, places, items"},
}

var demoRoles = map[string][]actor.Role{
	"sabita": {
		actor.OutreachWorker,
	},
	"tapan":    {actor.OutreachWorker},
	"mina":     {actor.Distributor},
	"biswajit": {actor.Storekeeper},
	"fatima":   {actor.Storekeeper},
	"rina":     {actor.Coordinator},
	"anwar":    {actor.Coordinator},
	"mukti":    {actor.ProtectionOfficer},
	"nandini":  {actor.Treasurer},
	"admin":    {actor.Administrator},
}

const (
	demoOrganisation = "Sundarban Relief (demonstration)"
	demoPartner      = "Canning Mahila Samiti (demonstration)"
)

// ErrNotDemo rejects a database in use that is not a demonstration.
var ErrNotDemo = errors.New(
	"this database is in use and is not a demonstration: choose another TRIPOL_DATA for `tripol demo`",
)

// ErrHalfDemo rejects an unfinished demonstration.
var ErrHalfDemo = errors.New(
	"an earlier `tripol demo` was interrupted here: remove this database, or choose another TRIPOL_DATA, and run it again",
)

// Demo fills an empty database with a fictitious relief effort over real places, by ordinary entries. On an existing
// demonstration it does nothing and returns false. Its release is published last and so marks it as complete.
func (a *App) Demo(ctx context.Context, families int) (made bool, err error) {
	demo, err := a.demo(ctx)
	if err != nil {
		return false, err
	}
	if demo {
		return false, a.assertWhole(ctx)
	}
	if err := a.assertEmpty(ctx); err != nil {
		return false, err
	}
	d := &demonstration{App: a, who: map[string]actor.Actor{}, families: families, dice: newDemoRandom()}
	for _, step := range []func(context.Context) error{
		d.places, d.accounts, d.goods, d.register, d.assess, d.cards, d.distribute, d.campaign, a.sealAll,
	} {
		if err := step(ctx); err != nil {
			return false, fmt.Errorf("demonstration: %w", err)
		}
	}
	_, err = release.Publish(ctx, a.Store, actor.System(), release.Options{K: release.DefaultK})
	return true, errors.Join(err, a.sealAll(ctx), a.updateSummaries(ctx))
}

func (a *App) assertWhole(ctx context.Context) error {
	return a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		published, err := release.Published(tx)
		if err == nil && len(published) == 0 {
			return ErrHalfDemo
		}
		return err
	})
}

func (a *App) assertEmpty(ctx context.Context) error {
	return a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		names, err := people.OrganisationNames(tx)
		if err == nil && len(names) > 0 {
			return ErrNotDemo
		}
		return err
	})
}

// demonstration is the state while building one.
type demonstration struct {
	*App
	who      map[string]actor.Actor // by login
	families int
	dice     *demoRandom
	houses   []family
	villages []area.AreaPut
	item     map[string]stock.ItemID
	store    stock.StoreID
	batch    card.BatchID
}

// as submits an entry as one of the demo accounts.
func (d *demonstration) submitAs(ctx context.Context, login, kind string, payload any) error {
	return d.submit(ctx, d.who[login], kind, payload)
}

func (d *demonstration) accounts(ctx context.Context) error {
	for _, s := range DemoSignIns {
		organisation := demoOrganisation
		if s.Login == "fatima" {
			organisation = demoPartner
		}
		u := NewUser{
			Login:        s.Login,
			Name:         s.Name,
			Organisation: organisation,
			Language:     "en",
			Password:     DemoPassword,
			Demo:         true,
		}
		for _, role := range demoRoles[s.Login] {
			u.Grants = append(u.Grants, people.Grant{Role: role, AreaPath: "/"})
		}
		id, err := d.AddUser(ctx, u)
		if err != nil {
			return err
		}
		home, err := d.organisation(ctx, organisation)
		if err != nil {
			return err
		}
		who := actor.Actor{Account: id, Organisation: home, Name: s.Name, Steward: s.Login == "admin"} // the first one
		for _, g := range u.Grants {
			who.Grants = append(who.Grants, actor.Grant{Role: g.Role, Path: g.AreaPath})
		}
		d.who[s.Login] = who
	}
	return nil
}

// goods creates items and stores and receives stock.
func (d *demonstration) goods(ctx context.Context) error {
	d.item = map[string]stock.ItemID{}
	for _, item := range []stock.ItemAdd{
		{
			Code: "tarpaulin", Name: "Tarpaulin 4×6 m", NameBN: "ত্রিপল ৪×৬ মি", NameHI: "तिरपाल 4×6 मी",
			Unit: "sheet", UnitBN: "খানা", UnitHI: "नग", Picture: "tarpaulin",
		},
		{
			Code: "dry-food-kit", Name: "Dry-food kit", NameBN: "শুকনো খাবারের কিট", NameHI: "सूखे राशन की किट",
			Unit: "kit", UnitBN: "কিট", UnitHI: "किट", Picture: "food",
		},
		{
			Code: "hygiene-kit", Name: "Hygiene kit", NameBN: "হাইজিন কিট", NameHI: "स्वच्छता किट",
			Unit: "kit", UnitBN: "কিট", UnitHI: "किट", Picture: "hygiene",
		},
	} {
		item.ID, item.Common = stock.ItemID(db.NewID()), true
		d.item[item.Code] = item.ID
		if err := d.submitAs(ctx, "admin", "item.add", item); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		by string
		stock.StoreAdd
	}{
		{"rina", stock.StoreAdd{
			Name: "Hasnabad store", NameBN: "হাসনাবাদ গুদাম", NameHI: "हसनाबाद गोदाम", Kind: "warehouse", Area: "block:2738",
		}},
		{"rina", stock.StoreAdd{
			Name: "Hingalganj school", NameBN: "হিঙ্গলগঞ্জ স্কুল", NameHI: "हिंगलगंज स्कूल", Kind: "site", Area: "block:2739",
		}},
		{"fatima", stock.StoreAdd{
			Name: "Canning store", NameBN: "ক্যানিং গুদাম", NameHI: "कैनिंग गोदाम", Kind: "partner", Area: "block:2753",
		}},
	} {
		s.ID, s.Organisation = stock.StoreID(db.NewID()), d.who[s.by].Organisation
		who := d.who[s.by]
		if s.by == "fatima" { // the partner has no demo account; the program adds its store
			who = actor.System()
		}
		if s.Kind == "site" {
			d.store = s.ID
		}
		if err := d.submit(ctx, who, "store.add", s.StoreAdd); err != nil {
			return err
		}
	}
	return d.submitAs(ctx, "biswajit", "stock.receive", stock.StockReceive{
		ID: stock.MovementID(db.NewID()), Store: d.store, Supplier: "Kolkata tarpaulin works", Document: "RC-0001",
		Lines: []stock.ItemQuantity{
			{Item: d.item["tarpaulin"], Quantity: 120}, {Item: d.item["dry-food-kit"], Quantity: 200},
		},
	})
}
